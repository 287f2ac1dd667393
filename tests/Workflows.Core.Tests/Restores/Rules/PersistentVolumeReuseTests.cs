using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class PersistentVolumeReuseTests
{
    [Fact]
    public void The_name_of_a_clone_follows_from_volume_and_restore()
    {
        var name = PersistentVolumeReuse.CloneName("pv", "r");

        Assert.Matches("^velero-clone-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", name);
        Assert.Equal(name, PersistentVolumeReuse.CloneName("pv", "r"));
        Assert.NotEqual(name, PersistentVolumeReuse.CloneName("pv", "r2"));
        Assert.NotEqual(name, PersistentVolumeReuse.CloneName("pv2", "r"));
    }
}
