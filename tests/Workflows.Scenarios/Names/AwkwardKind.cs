using System.Text.Json.Nodes;

namespace Workflows.Scenarios.Names;

/// <summary>A custom kind whose names make code stumble that guesses.</summary>
/// <param name="Group">The group.</param>
/// <param name="Plural">The plural of the URL.</param>
/// <param name="Kind">The kind.</param>
/// <param name="ListKind">The kind of its lists.</param>
/// <param name="Namespaced">Whether its objects live in namespaces.</param>
/// <param name="Version">The version.</param>
internal sealed record AwkwardKind(
    string Group, string Plural, string Kind, string ListKind, bool Namespaced = true, string Version = "v1")
{
    private const string Longest = "a23456789012345678901234567890123456789012345678901234567890123";

    public static readonly IReadOnlyList<AwkwardKind> All =
    [
        // Another group's Secrets: they are no Secrets.
        new("wf-names.example", "secrets", "Secret", "SecretList"),
        // Outside namespaces a kind of this plural could be listed, but no server would find one by its name.
        new("wf-names.example", "namespaces", "Namespace", "NamespaceList"),
        new("wf-names.example", "configmaps", "ConfigMap", "ConfigMapList", Namespaced: false),
        new("wf-names.example", "customresourcedefinitions", "CustomResourceDefinition", "CustomResourceDefinitionList"),
        new("wf-names.example", "a", "A", "AList", Version: "v1alpha1"),
        new("wf-names.example", "fish", "Fish", "Fishes"),
        new("a.b", Longest, "A2345678901234567890123456789012345678901234567890123456789Long", "LongList"),
        new($"{Longest}.wf-names.example", "events", "Event", "EventList", Version: "v2beta99"),
    ];

    public string DefinitionName => $"{Plural}.{Group}";

    public string Path(string? ns) =>
        $"/apis/{Group}/{Version}" + (Namespaced && ns is not null ? $"/namespaces/{ns}" : "") + $"/{Plural}";

    public JsonObject Definition() => new()
    {
        ["kind"] = "CustomResourceDefinition",
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["metadata"] = new JsonObject { ["name"] = DefinitionName },
        ["spec"] = new JsonObject
        {
            ["group"] = Group,
            ["scope"] = Namespaced ? "Namespaced" : "Cluster",
            ["names"] = new JsonObject
            {
                ["plural"] = Plural, ["singular"] = Kind.ToLowerInvariant(), ["kind"] = Kind, ["listKind"] = ListKind,
            },
            ["versions"] = new JsonArray(new JsonObject
            {
                ["name"] = Version,
                ["served"] = true,
                ["storage"] = true,
                ["schema"] = new JsonObject
                {
                    ["openAPIV3Schema"] = new JsonObject
                    {
                        ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true,
                    },
                },
            }),
        },
    };
}
