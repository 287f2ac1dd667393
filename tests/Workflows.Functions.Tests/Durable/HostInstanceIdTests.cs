using Workflows.Core.Errors;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Tests.Durable;

public sealed class HostInstanceIdTests
{
    [Fact]
    public void Every_character_comes_back_from_the_host_and_none_that_it_refuses_goes_there()
    {
        foreach (var character in Enumerable.Range(0, 0xd800).Select(c => (char)c).Where(c => !char.IsControl(c)))
        {
            var hostId = HostInstanceId.From($"{character}a{character}");

            Assert.Equal($"{character}a{character}", HostInstanceId.ToInstanceId(hostId));
            Assert.DoesNotContain(hostId, c => c is '/' or '\\' or '#' or '?' or '%');
            Assert.NotEqual('@', hostId[0]);
        }
    }

    [Theory]
    [InlineData("~002f", "/")]
    [InlineData("a~", "a~007e")]
    [InlineData("~0", "~00")]
    public void Ids_that_look_like_others_written_for_the_host_stay_apart(string one, string other) =>
        Assert.NotEqual(HostInstanceId.From(one), HostInstanceId.From(other));

    [Fact]
    public void Ids_that_begin_alike_begin_alike_at_the_host() =>
        Assert.StartsWith(HostInstanceId.Prefix("@a/b"), HostInstanceId.From("@a/b?c"));

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    public void What_can_be_no_id_is_refused(string id) =>
        Assert.Equal(ErrorKind.Usage, Assert.Throws<WorkflowsException>(() => HostInstanceId.From(id)).Kind);
}
