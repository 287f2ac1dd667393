using System.Text.Json.Nodes;
using Workflows.Core.Applications;
using Workflows.Core.Hooks;

namespace Workflows.Core.Tests.Applications;

public sealed class ComponentClaimsTests
{
    private static readonly HookedWorkload Db = new("StatefulSet", "db");

    private static readonly ProtectedComponent OneForAll = new("shop/db", new() { IncludedNamespaces = ["shop"], LabelSelector = "app=shop" }, [Db])
    {
        Source = Db,
        Pick = PodPick.SecondOfMany,
    };

    private static readonly JsonObject[] Claims =
    [
        .. from pod in new[] { 0, 1, 2 }
           from volume in new[] { "data", "log" }
           select Claim($"{volume}-db-{pod}", volume),
        Claim("other", "data"),
    ];

    [Fact]
    public void The_claims_of_other_pods_get_the_data_of_the_second_pods_claims_of_the_same_volume()
    {
        var said = Decide(OneForAll, [Pod(0), Pod(1), Pod(2)]);

        Assert.Equal(
            ["data-db-0 = data-db-1", "data-db-1", "data-db-2 = data-db-1", "log-db-0 = log-db-1", "log-db-1", "log-db-2 = log-db-1"],
            said);
    }

    [Fact]
    public void A_pod_that_hooks_hold_still_is_read_before_any_other() =>
        Assert.Contains("data-db-1 = data-db-2", Decide(OneForAll, [Pod(0), Pod(1), Pod(2)], "db-2"));

    [Fact]
    public void A_pod_that_does_not_run_is_no_source()
    {
        Assert.Contains("data-db-1 = data-db-0", Decide(OneForAll, [Pod(0), Pod(1, phase: "Pending"), Pod(2)]));
        Assert.Equal(["data-db-1", "log-db-1"], Decide(OneForAll, [Pod(1, phase: "Pending")]));
    }

    [Fact]
    public void What_another_makes_or_other_labels_have_is_no_part_of_it()
    {
        Assert.Empty(Decide(OneForAll, [Pod(0, app: "other"), Pod(1, app: "other")]));
        Assert.Empty(Decide(OneForAll with { Workloads = [new("StatefulSet", "web")] }, [Pod(0), Pod(1)]));
        Assert.Empty(Decide(OneForAll with { Pods = new() { IncludedNamespaces = ["elsewhere"] } }, [Pod(0), Pod(1)]));
    }

    [Fact]
    public void A_claim_that_all_pods_share_is_no_copy_of_itself()
    {
        var shared = Pod(1);
        var first = Pod(0);
        foreach (var pod in new[] { first, shared })
        {
            pod["spec"]!["volumes"]![0]!["persistentVolumeClaim"]!["claimName"] = "other";
        }

        Assert.Equal(["log-db-0", "log-db-1 = log-db-0", "other"], Decide(OneForAll, [first, shared]));
    }

    [Fact]
    public void Claims_that_the_selector_does_not_match_are_left_out()
    {
        var said = Decide(OneForAll with { Source = null, VolumeSelector = "kind=data" }, [Pod(0), Pod(1)]);

        Assert.Equal(["data-db-0", "data-db-1", "log-db-0 is left out", "log-db-1 is left out"], said);
    }

    private static IEnumerable<string> Decide(ProtectedComponent component, JsonObject[] pods, params string[] held) =>
        new ComponentClaims([component]).Decide("shop", Claims, pods, held.ToHashSet())
            .OrderBy(said => said.Key, StringComparer.Ordinal)
            .Select(said => said.Value.Skip is not null ? $"{said.Key} is left out"
                : said.Value.CopyOf is { } source ? $"{said.Key} = {source.Name}" : said.Key);

    private static JsonObject Claim(string name, string kind) =>
        new() { ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["kind"] = kind } } };

    private static JsonObject Pod(int ordinal, string phase = "Running", string app = "shop") => JsonNode.Parse(
        $$"""
        {
          "metadata": {
            "name": "db-{{ordinal}}", "labels": { "app": "{{app}}" },
            "ownerReferences": [{ "apiVersion": "apps/v1", "kind": "StatefulSet", "name": "db", "uid": "u", "controller": true }]
          },
          "spec": {
            "volumes": [
              { "name": "data", "persistentVolumeClaim": { "claimName": "data-db-{{ordinal}}" } },
              { "name": "log", "persistentVolumeClaim": { "claimName": "log-db-{{ordinal}}" } },
              { "name": "own", "emptyDir": {} }
            ]
          },
          "status": { "phase": "{{phase}}" }
        }
        """)!.AsObject();
}
