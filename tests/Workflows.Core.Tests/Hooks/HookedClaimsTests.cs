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

    [Fact]
    public void The_pods_of_an_application_go_on_when_the_claims_of_all_of_them_are_moved()
    {
        // The third has no hooks, and a claim that the first waits for all the same. The last is of another application.
        PodHooks[] pods =
        [
            Pod("web") with { Application = "shop/shop" },
            Pod("db", "a") with { Application = "shop/shop" },
            Pod("files", "b") with { Application = "shop/shop", Post = [] },
            Pod("other", "c") with { Application = "shop/other" },
        ];
        var claims = new HookedClaims(pods, [Claim("a"), Claim("b"), Claim("c")]);

        var releases = claims.ReleasesOf([[Claim("a")], [Claim("b"), Claim("c")]]);

        Assert.Empty(releases[0]);
        Assert.Equal([0, 1], releases[1].Single(release => release.Claims is [{ Name: "b" }]).Pods);
        Assert.Equal([3], releases[1].Single(release => release.Claims is [{ Name: "c" }]).Pods);
    }

    [Fact]
    public void In_a_plan_those_that_wait_for_no_claims_come_first_and_those_without_hooks_last()
    {
        var (pods, hooked, withoutClaims) = HookedClaims.Order(
        [
            Pod("files", "b") with { Application = "shop/shop", Post = [] },
            Pod("web") with { Application = "shop/shop" },
            Pod("db", "a"),
            Pod("bare"),
        ]);

        Assert.Equal(["bare", "web", "db", "files"], pods.Select(pod => pod.Pod));
        Assert.Equal((3, 1), (hooked, withoutClaims));
    }

    private static PodHooks Pod(string name, params string[] claims) => new("shop", name, name, [], [Free]) { Claims = claims };

    private static PlannedClaim Claim(string name) => new(new("shop", name), name, name);
}
