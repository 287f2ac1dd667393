using System.Text;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.Transport;

/// <summary>What a server quotes of a Secret that it refuses goes no further; what else it says does.</summary>
public sealed class QuotedSecretTests
{
    private const string Plain = "hunter2hunter2";

    private static readonly string Encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(Plain));

    public static TheoryData<string> Quoting =>
    [
        $"admission webhook \\\"policy.example\\\" denied the request: the password '{Plain}' is too weak",
        $"Secret \\\"s\\\" is invalid: data[k]: Forbidden: {Encoded}",
        "policy: line two-of-a-key of the key is wrong",
        "admission webhook denied the request: the PIN '042' is too short",
        "an annotation holds applied-secret",
        "long " + new string('.', 1_950) + "a-long-secret:" + new string('x', 400),
    ];

    [Theory]
    [MemberData(nameof(Quoting))]
    public async Task An_explanation_that_quotes_the_Secret_is_not_shown(string message)
    {
        var details = $$"""{"causes":[{"reason":"FieldValueInvalid","message":"{{message}}","field":"data"}]}""";
        await using var server = FaultServer.Script(Reply.Failure(422, "Invalid", message, details));

        var error = await RefusedAsync(server, TestClients.Secrets);

        Assert.All([error.ToString(), error.ServerMessage, error.Causes[0].Message], told =>
        {
            Assert.DoesNotContain(Plain, told, StringComparison.Ordinal);
            Assert.DoesNotContain(Encoded, told, StringComparison.Ordinal);
            Assert.DoesNotContain("two-of-a-key", told, StringComparison.Ordinal);
            Assert.DoesNotContain("042", told, StringComparison.Ordinal);
            Assert.DoesNotContain("applied-secret", told, StringComparison.Ordinal);
            Assert.DoesNotContain("a-long-secret:", told, StringComparison.Ordinal);
        });
        Assert.Contains("not shown", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secrets \\\"s\\\" is forbidden: exceeded quota: few, requested: secrets=1, used: secrets=10420")]
    [InlineData("admission webhook \\\"policy.example\\\" denied the request: namespace ns takes no Secret of type Opaque")]
    public async Task Any_other_explanation_of_a_refused_Secret_is_shown(string message)
    {
        await using var server = FaultServer.Script(Reply.Failure(403, "Forbidden", message));

        var error = await RefusedAsync(server, TestClients.Secrets);

        Assert.Contains(message.Replace("\\\"", "\"", StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_quoted_of_other_kinds_is_shown()
    {
        await using var server = FaultServer.Script(Reply.Failure(422, "Invalid", $"data[k]: {Plain} is too weak"));

        var error = await RefusedAsync(server, TestClients.ConfigMaps);

        Assert.Contains(Plain, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_explanation_that_is_no_Status_is_held_back_as_well()
    {
        await using var server = FaultServer.Script(
            new Reply { Status = 400, Body = Encoding.UTF8.GetBytes($"bad request: {Encoded}") });

        var error = await RefusedAsync(server, TestClients.Secrets);

        Assert.DoesNotContain(Encoded, error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<KubernetesApiException> RefusedAsync(FaultServer server, Core.Resources.ApiResource resource)
    {
        var key = Convert.ToBase64String(Encoding.UTF8.GetBytes("one-of-a-key\ntwo-of-a-key\n"));
        var large = Convert.ToBase64String(Encoding.UTF8.GetBytes("a-long-secret:" + new string('x', 400)));
        var pin = Convert.ToBase64String("042"u8);
        var body = Encoding.UTF8.GetBytes($$$"""
            {"apiVersion":"v1","kind":"Secret","type":"Opaque",
             "metadata":{"name":"s","namespace":"ns","annotations":{"last-applied":"applied-secret"}},
             "data":{"k":"{{{Encoded}}}","key":"{{{key}}}","pin":"{{{pin}}}","long":"{{{large}}}"}}
            """);
        using var client = TestClients.For(server.Url);
        return await Assert.ThrowsAsync<KubernetesApiException>(
            () => client.CreateAsync(resource, "ns", body, null, CancellationToken.None));
    }
}
