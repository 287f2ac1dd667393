using Workflows.Core.Hooks;
using Workflows.Core.Volumes;

namespace Workflows.Core.Tests.Hooks;

public sealed class HookedClaimsTests
{
    private static readonly ExecHook Free = new(null, ["free"], HookOnError.Fail, ExecHook.DefaultTimeout);

    [Fact]
    public void Claims_that_hooks_hold_pods_for_come_first()
    {
        var claims = new HookedClaims([Pod("db", "c")], [Claim("a"), Claim("b"), Claim("c"), Claim("d")]);

        Assert.Equal(["c", "a", "b", "d"], claims.InOrder.Select(claim => claim.Claim.Name));
    }

    [Fact]
    public void A_pod_goes_on_in_the_group_that_holds_the_last_of_its_claims_and_waits_for_those_only()
    {
        var claims = new HookedClaims([Pod("one", "a"), Pod("both", "a", "b")], [Claim("a"), Claim("b")]);

        var releases = claims.ReleasesOf([[Claim("a")], [Claim("b")]]);

        Assert.Equal([0], Assert.Single(releases[0]).Pods);
        Assert.Equal([new ClaimName("shop", "a")], releases[0][0].Claims);
        Assert.Equal([1], Assert.Single(releases[1]).Pods);
        Assert.Equal([new ClaimName("shop", "b")], releases[1][0].Claims);
    }

    [Fact]
    public void A_pod_whose_claims_are_not_moved_goes_on_at_once_and_one_without_claims_is_not_listed()
    {
        var claims = new HookedClaims([Pod("bare"), Pod("skipped", "elsewhere")], [Claim("a")]);

        var release = Assert.Single(Assert.Single(claims.ReleasesOf([[Claim("a")]])));

        Assert.Equal([1], release.Pods);
        Assert.Empty(release.Claims);
    }

    [Fact]
    public void Pods_that_wait_for_the_same_claims_go_on_together()
    {
        var claims = new HookedClaims([Pod("x", "a"), Pod("y", "a"), Pod("z", "b")], [Claim("a"), Claim("b")]);

        Assert.Equal([[0, 1], [2]], claims.ReleasesOf([claims.InOrder])[0].Select(release => release.Pods));
    }

    private static PodHooks Pod(string name, params string[] claims) => new("shop", name, name, [], [Free]) { Claims = claims };

    private static PlannedClaim Claim(string name) => new(new("shop", name), name, name);
}
