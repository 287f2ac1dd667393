using Workflows.Archive.Encryption.KeyFiles;

namespace Workflows.Functions.Tests.Triggers;

/// <summary>What the app is trusted with stays with it.</summary>
public sealed class CredentialTests : IAsyncLifetime
{
    private const string Token = "a-token-of-the-cluster";

    private readonly DirectoryInfo secrets = Directory.CreateTempSubdirectory("workflows-secrets-");
    private FunctionApp app = null!;
    private string keyFile = "";

    public async Task InitializeAsync()
    {
        keyFile = Path.Combine(secrets.FullName, "key");
        await KeyFile.CreateAsync(keyFile);
        var kubeconfig = Path.Combine(secrets.FullName, "kubeconfig");
        await File.WriteAllTextAsync(
            kubeconfig,
            $$"""
            apiVersion: v1
            kind: Config
            current-context: blue
            contexts: [{ name: blue, context: { cluster: blue, user: blue } }]
            clusters: [{ name: blue, cluster: { server: "https://127.0.0.1:1" } }]
            users: [{ name: blue, user: { token: {{Token}} } }]
            """);
        app = await FunctionApp.StartAsync(settings => settings with { Kubeconfig = kubeconfig, KeyFile = keyFile });
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        secrets.Delete(recursive: true);
    }

    [Fact]
    public async Task No_credential_gets_into_answers_or_the_log()
    {
        Answer[] answers =
        [
            await app.AskAsync(HttpMessage.Post("/v1/backups", new { name = "monday", includeSecrets = true })),
            await app.AskAsync(HttpMessage.Post("/v1/backups", new { name = "monday", includeSecrets = true, keyId = "another" })),
            await app.AskAsync(HttpMessage.Post("/v1/restores", new { name = "again", backup = "monday" })),
            await app.AskAsync(HttpMessage.Get("/v1/instances")),
        ];

        Assert.Equal(503, answers[0].Status);
        string[] said = [.. answers.Select(answer => $"{answer.Text} {string.Join(' ', answer.Headers)}"), .. app.Log.All];
        string[] unsaid = [Token, "the-key-of-somebody", .. (await File.ReadAllLinesAsync(keyFile)).Where(line => line.Length > 30 && !line.StartsWith('#'))];
        Assert.NotEmpty(app.Log.All);
        Assert.True(unsaid.Length > 2);
        Assert.All(said, text => Assert.All(unsaid, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal)));
    }
}
