using System.Text;
using System.Text.Json.Nodes;
using Workflows.Core.Errors;
using Workflows.Kubernetes.Yaml;

namespace Workflows.Kubernetes.Tests.Configuration;

/// <summary>A kubeconfig to change in a test; written as JSON, which is YAML too.</summary>
internal sealed class KubeconfigText
{
    private readonly JsonNode root;

    private KubeconfigText(JsonNode root) => this.root = root;

    private JsonObject Cluster => root["clusters"]![0]!["cluster"]!.AsObject();

    private JsonObject User => root["users"]![0]!["user"]!.AsObject();

    public static KubeconfigText Load(string path) =>
        new(YamlToJson.Convert(YamlReader.Read(
            File.ReadAllText(path), (line, problem) => new(ErrorKind.Usage, $"{path}, line {line}: {problem}"))!)!);

    /// <summary>One context <c>test</c> of one cluster and one user, whose fields are given as JSON.</summary>
    public static KubeconfigText Of(string cluster, string user = "{}") => new(JsonNode.Parse($$$"""
        {"apiVersion":"v1","kind":"Config","current-context":"test",
        "clusters":[{"name":"c","cluster":{{{cluster}}}}],
        "users":[{"name":"u","user":{{{user}}}}],
        "contexts":[{"name":"test","context":{"cluster":"c","user":"u"}}]}
        """)!);

    public static KubeconfigText For(Uri server, string user = "{}") => Of($$"""{"server":"{{server}}"}""", user);

    public void MergeUser(string json, bool keep = true)
    {
        if (!keep)
            User.Clear();
        foreach (var (name, value) in JsonNode.Parse(json)!.AsObject())
            User[name] = value?.DeepClone();
    }

    public void SetCluster(string field, JsonNode value) => Cluster[field] = value;

    public void SetAuthority(string pem) =>
        Cluster["certificate-authority-data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));

    public override string ToString() => root.ToJsonString();
}
