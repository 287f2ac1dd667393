using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class RestoreLabelsTests
{
    [Fact]
    public void A_name_that_fits_is_the_value() =>
        Assert.Equal(new string('a', 63), RestoreLabels.ValueOf(new string('a', 63)));

    [Fact]
    public void A_longer_name_is_cut_and_told_apart_by_its_hash()
    {
        // sha256("a" × 64) = ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb
        Assert.Equal(new string('a', 57) + "ffe054", RestoreLabels.ValueOf(new string('a', 64)));
        Assert.Equal(63, RestoreLabels.ValueOf(new string('b', 253)).Length);
    }
}
