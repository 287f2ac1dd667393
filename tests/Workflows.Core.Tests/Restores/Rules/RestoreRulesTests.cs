using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Workflows.Core.Resources;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class RestoreRulesTests
{
    private static readonly string[] Resources =
    [
        "pods", "services", "secrets", "serviceaccounts", "persistentvolumes", "persistentvolumeclaims", "namespaces",
        "endpoints", "jobs.batch", "clusterrolebindings.rbac.authorization.k8s.io", "apiservices.apiregistration.k8s.io",
        "customresourcedefinitions.apiextensions.k8s.io", "mutatingwebhookconfigurations.admissionregistration.k8s.io",
        "widgets.example.com",
    ];

    // Names that rules look at, in places where they are expected and where they are not.
    private static readonly string[] KnownNames =
    [
        "metadata", "spec", "status", "labels", "annotations", "name", "namespace", "type", "data", "secrets", "volumes",
        "containers", "volumeMounts", "ports", "nodePort", "port", "clusterIP", "clusterIPs", "selector", "matchLabels",
        "template", "claimRef", "volumeName", "subjects", "kind", "webhooks", "clientConfig", "service", "versions",
        "schema", "openAPIV3Schema", "preserveUnknownFields", "apiVersion", "finalizers", "ownerReferences",
        "managedFields", "fieldsV1", "f:spec", "f:ports", "subsets", "addresses", "targetRef", "uid", "conversion",
    ];

    private static readonly Gen<JsonNode?> Values = ValueGen(4);

    [Fact]
    public void The_archived_object_is_left_as_it_is()
    {
        var archived = TestJson.Object("""{"metadata":{"name":"a","uid":"u"},"status":{}}""");
        var before = archived.ToJsonString();

        RestoreRules.Default.Apply(archived, new("widgets", "example.com"), RuleTest.Context);

        Assert.Equal(before, archived.ToJsonString());
    }

    [Fact]
    public void A_skipped_object_names_its_rule_and_reason()
    {
        var form = RestoreRules.Default.Apply(
            TestJson.Object("""{"metadata":{"name":"a"},"status":{"phase":"Failed"}}"""), new("pods", ""), RuleTest.Context);

        Assert.Null(form.Object);
        Assert.Equal("finished-pod", form.SkippedBy);
        Assert.NotNull(form.SkipReason);
    }

    [Fact]
    public void Rules_have_distinct_names_and_a_description_each()
    {
        var rules = RestoreRules.Default.Rules;

        Assert.Equal(rules.Count, rules.Select(rule => rule.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(rules, rule => Assert.Matches("^[a-z-]+$", rule.Name));
        Assert.All(rules, rule => Assert.EndsWith(".", rule.Description, StringComparison.Ordinal));
    }

    [Fact]
    public void Another_rule_finds_its_place_before_a_named_one()
    {
        var rules = RestoreRules.Default.WithBefore<NamespaceMappingRule>(new StatusRule()).Rules;

        Assert.IsType<StatusRule>(rules[rules.TakeWhile(rule => rule is not NamespaceMappingRule).Count() - 1]);
        Assert.Equal(RestoreRules.Default.Rules.Count + 1, rules.Count);
    }

    [Fact]
    public void Node_ports_are_judged_before_managed_fields_go()
    {
        var rules = RestoreRules.Default.Rules.Select(rule => rule.GetType()).ToList();

        Assert.True(rules.IndexOf(typeof(ServiceNodePortRule)) < rules.IndexOf(typeof(MetadataRule)));
        Assert.True(rules.IndexOf(typeof(FinishedPodRule)) < rules.IndexOf(typeof(StatusRule)));
        Assert.True(rules.IndexOf(typeof(PersistentVolumeClaimRule)) < rules.IndexOf(typeof(StatusRule)));
    }

    [Fact]
    public void Numbers_stay_as_they_are_written()
    {
        var form = RestoreRules.Default.Apply(
            TestJson.Object("""{"spec":{"a":1.0,"b":1e3,"c":12345678901234567890123,"d":0.10}}"""),
            new("widgets", "example.com"),
            RuleTest.Context);

        Assert.StartsWith(
            """{"spec":{"a":1.0,"b":1e3,"c":12345678901234567890123,"d":0.10}""", form.Object!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_applied_twice_is_that_rule_applied_once() =>
        Check.One(Campaign.Config, Prop.ForAll(Objects(), item =>
            RestoreRules.Default.Rules.Where(rule => rule.AppliesTo(item.Resource)).All(rule =>
            {
                var once = item.Object.DeepClone().AsObject();
                if (rule.Apply(once, RuleTest.Mapping("shop", "copy")).SkipReason is not null)
                {
                    return true;
                }

                var twice = once.DeepClone().AsObject();
                return rule.Apply(twice, RuleTest.Mapping("shop", "copy")).SkipReason is null && JsonNode.DeepEquals(once, twice);
            })));

    [Fact]
    public void What_no_rule_knows_survives_at_every_depth() =>
        Check.One(Campaign.Config, Prop.ForAll(Objects(), item =>
        {
            var archived = item.Object.DeepClone().AsObject();
            archived["fromTheFuture"] = new JsonObject { ["x"] = 1 };
            archived["spec"] = archived["spec"] as JsonObject is { } spec ? spec.DeepClone() : new JsonObject();
            archived["spec"]!["fromTheFuture"] = "kept";
            var form = RestoreRules.Default.Apply(archived, item.Resource, RuleTest.Context);
            return form.Object is null
                || (form.Object["fromTheFuture"]!["x"]!.GetValue<int>() == 1
                    && form.Object["spec"]!["fromTheFuture"]!.GetValue<string>() == "kept");
        }));

    [Fact]
    public void A_namespace_mapped_there_and_back_is_where_it_was() =>
        Check.One(Campaign.Config, Prop.ForAll(Objects(), item =>
        {
            var plain = RestoreRules.Default.Apply(item.Object, item.Resource, RuleTest.Context).Object;
            var there = RestoreRules.Default.Apply(item.Object, item.Resource, RuleTest.Mapping("shop", "copy-of-shop")).Object;
            if (plain is null || there is null)
            {
                return plain is null && there is null;
            }

            NamespaceMappingRule mapping = new();
            IRestoreRule[] rules = [mapping, new BindingSubjectRule(), new ServiceReferenceRule(), new PersistentVolumeRule()];
            foreach (var rule in rules.Where(rule => rule.AppliesTo(item.Resource)))
            {
                rule.Apply(there, RuleTest.Mapping("copy-of-shop", "shop"));
            }

            return JsonNode.DeepEquals(plain, there);
        }));

    private static Arbitrary<(GroupResource Resource, JsonObject Object)> Objects()
    {
        var objects = MapGen(Values).Where(map => map is not null);
        return Gen.Elements(Resources)
            .SelectMany(_ => objects, (resource, obj) => (GroupResource.Parse(resource), obj.DeepClone().AsObject()))
            .ToArbitrary();
    }

    private static Gen<JsonNode?> ValueGen(int depth)
    {
        var leaf = Gen.Elements<Func<JsonNode?>>(
            () => null, () => true, () => 1, () => 30080, () => "shop", () => "None", () => "Pod", () => "ServiceAccount",
            () => "Namespace", () => "v1", () => "Bound", () => "default-token-x7k2p", () => "default", () => "",
            () => "system:serviceaccounts:shop", () => "ExternalName", () => "kubernetes.io/service-account-token").Select(make => make());
        if (depth == 0)
        {
            return leaf;
        }

        var inner = ValueGen(depth - 1);
        var list = inner.ListOf().Select(items => (JsonNode?)new JsonArray([.. items.Take(4).Select(item => item?.DeepClone())]));
        return Gen.OneOf(leaf, list, MapGen(inner).Select(map => (JsonNode?)map), MapGen(inner).Select(map => (JsonNode?)map));
    }

    private static Gen<JsonObject> MapGen(Gen<JsonNode?> values) =>
        Gen.Elements(KnownNames).SelectMany(_ => values, (name, value) => (name, value)).ListOf().Select(members =>
        {
            var map = new JsonObject();
            foreach (var (name, value) in members.Take(8))
            {
                map[name] = value?.DeepClone();
            }

            return map;
        });
}
