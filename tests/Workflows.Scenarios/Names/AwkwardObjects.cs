using System.Globalization;
using System.Text.Json.Nodes;

namespace Workflows.Scenarios.Names;

/// <summary>
/// Objects whose names, labels, annotations and data use what the API allows to the full. Bodies are text, since how
/// a number is written is part of what must survive.
/// </summary>
internal static class AwkwardObjects
{
    /// <summary>A DNS subdomain at its longest: 253 characters, labels of 63 and dots.</summary>
    public static readonly string LongestName = string.Join('.', new string('a', 63), new string('b', 63), new string('c', 63), new string('d', 61));

    private const string LongestLabel = "A23456789.-_3456789012345678901234567890123456789012345678901-Z";

    /// <summary>Deeper than anybody nests, and not deeper than what readers of JSON take.</summary>
    private const int Depth = 50;

    /// <summary>Paths of collections below a namespace, and bodies.</summary>
    public static IEnumerable<(string Collection, string Body)> InNamespace(string ns)
    {
        var core = $"/api/v1/namespaces/{ns}";
        yield return ($"{core}/configmaps", ConfigMap(LongestName));
        yield return ($"{core}/configmaps", ConfigMap("0"));
        yield return ($"{core}/configmaps", ConfigMap("a.b-c.0.d--e"));
        yield return ($"{core}/configmaps", ConfigMap("unicode", annotations: Annotations(), data: Data(), binary: true));
        yield return ($"{core}/configmaps", ConfigMap("labels", labels: Labels()));
        yield return ($"{core}/secrets", $$"""
            { "kind": "Secret", "apiVersion": "v1", "type": "a.b/c", "metadata": { "name": "all-bytes" },
              "data": { "all": "{{AllBytes()}}", "empty": "", "-": "AA==", "_._-": "AA==" } }
            """);
        yield return ($"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/roles", Role("Role", "system:foo:bar"));
        yield return ($"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/roles", Role("Role", "UPPER lower?&=#+;,@!$'()*[]{}|^`~<>\\\"é漢"));
        yield return ($"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/roles", Role("Role", new string('r', 253) + ":long"));
        yield return ($"{core}/services", """
            { "kind": "Service", "apiVersion": "v1", "metadata": { "name": "a23456789012345678901234567890123456789012345678901234567890123" },
              "spec": { "type": "ExternalName", "externalName": "a.b" } }
            """);
    }

    /// <summary>What only a custom resource can hold: its schema takes everything.</summary>
    public static IEnumerable<string> OfKind(AwkwardKind kind)
    {
        yield return Custom(kind, LongestName, "{}");
        yield return Custom(kind, "numbers", """
            { "max": 9223372036854775807, "min": -9223372036854775808, "zero": 0, "one": 1.0, "half": 0.5,
              "large": 1e300, "tiny": 5e-324, "third": 0.3333333333333333, "exact": 9007199254740993, "minus": -0.0,
              "beyond": 18446744073709551616, "exponent": 1E+2 }
            """);
        yield return Custom(kind, "strings", """
            { "": "an empty key", " ": " ", "a/b.c~d": "slashes", "\"\\\t": "escapes", "ключ": "\u0001\u001f\u007f\u2028\u2029\ud83d\ude00",
              "html": "<&>'", "null": null, "empty": "", "none": [], "nothing": {}, "mixed": [1, "1", true, null, [], {}],
              "apiVersion": "not/mine", "kind": "NotMine", "metadata": { "resourceVersion": "7", "uid": "not mine", "managedFields": [] },
              "items": [{ "kind": "List", "continue": "no" }] }
            """);
        yield return Custom(kind, "deep", $$"""{ "d": {{Repeated("{\"a\":[")}}1{{Repeated("]}")}} }""");
    }

    private static string Custom(AwkwardKind kind, string name, string spec) => $$"""
        { "kind": "{{kind.Kind}}", "apiVersion": "{{kind.Group}}/{{kind.Version}}", "metadata": { "name": "{{name}}" },
          "spec": {{spec}}, "data": { "top": 1.50 } }
        """;

    private static string Repeated(string text) => string.Concat(Enumerable.Repeat(text, Depth / 2));

    private static string ConfigMap(
        string name, string annotations = "{}", string labels = "{}", string data = "{}", bool binary = false) => $$"""
        { "kind": "ConfigMap", "apiVersion": "v1", "metadata": { "name": "{{name}}", "annotations": {{annotations}}, "labels": {{labels}} },
          "data": {{data}}, "binaryData": {{(binary ? $$"""{ "all": "{{AllBytes()}}" }""" : "{}")}} }
        """;

    private static string Labels() => $$"""
        { "a": "", "{{LongestLabel}}": "{{LongestLabel}}", "{{string.Join('.', Enumerable.Repeat("p", 127))}}/{{LongestLabel}}": "x",
          "0/0": "0", "A_b.c-d": "E_f.g-h" }
        """;

    private static string Annotations() => $$"""
        { "a": "", "example.com/unicode": "Ω 漢字 العربية \ud83d\udc69\u200d\ud83d\udc67 e\u0301 \u0001\u007f\u0085\u2028\ufeff\ufffd",
          "example.com/json": "{\"a\":[1,\"\\\\u0041\",null]}", "example.com/lines": "a\nb\r\nc\t\u0000d", "{{LongestLabel}}": "x",
          "example.com/long": "{{new string('ü', 20_000)}}" }
        """;

    private static string Data() => """
        { "-": "", "_": "\u0000", ".hidden": "a: b\n- c\n", "UPPER_lower-0.9": "\\ \" / \b\f" }
        """;

    private static string Role(string kind, string name) => $$"""
        { "kind": "{{kind}}", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": { "name": {{JsonValue.Create(name).ToJsonString()}} },
          "rules": [{ "apiGroups": ["", "*"], "resources": ["*/scale", "pods/*"], "resourceNames": ["a:b/c d", ""], "verbs": ["*", "使う"] }] }
        """;

    private static string AllBytes() =>
        Convert.ToBase64String([.. Enumerable.Range(0, 256).Select(value => Convert.ToByte(value, CultureInfo.InvariantCulture))]);
}
