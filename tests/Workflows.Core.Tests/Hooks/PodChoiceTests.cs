using Workflows.Core.Hooks;

namespace Workflows.Core.Tests.Hooks;

public sealed class PodChoiceTests
{
    [Theory]
    [InlineData(PodPick.Every, "db-2 db-0 db-1", "db-0 db-1 db-2")]
    [InlineData(PodPick.First, "db-10 db-2 db-9", "db-2")]
    [InlineData(PodPick.First, "web-b web-a", "web-a")]
    [InlineData(PodPick.First, "", "")]
    [InlineData(PodPick.SecondOfMany, "db-10 db-2 db-9", "db-9")]
    [InlineData(PodPick.SecondOfMany, "db-1 db-0", "db-0")]
    [InlineData(PodPick.SecondOfMany, "db-0 db-0 db-1", "db-0")]
    [InlineData(PodPick.SecondOfMany, "", "")]
    public void Pods_are_chosen_by_their_numbers(PodPick pick, string pods, string chosen) => Assert.Equal(
        chosen, string.Join(' ', PodChoice.Of(pick, pods.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
}
