using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Options;

/// <summary>Addresses of stores are written into journals and messages: no credential gets that far.</summary>
public sealed class StoreAddressTests : IDisposable
{
    private const string Signed = "https://shop.blob.core.windows.net/backups?sv=2022-11-02&sig=verysecret";

    private readonly CliHarness cli = new();

    public static TheoryData<string[]> Lines =>
    [
        ["backup", "create", "nightly", "--include-secrets"],
        ["backup", "get"],
        ["backup", "delete", "nightly", "--yes"],
        ["restore", "create", "--from-backup", "nightly"],
        ["resume"],
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_signature_in_the_address_is_refused_unspoken_and_the_way_to_give_one_named(string[] line)
    {
        var typed = await cli.RunPlainAsync([.. line, "--store", Signed, "--state", cli.StatePath, "--verbose"]);
        cli.Variables["WORKFLOWS_STORE"] = Signed;
        var set = await cli.RunPlainAsync([.. line, "--state", cli.StatePath, "--verbose"]);

        Assert.All([typed, set], run =>
        {
            Assert.Equal(2, run.ExitCode);
            Assert.Contains("AZURE_STORAGE_SAS_TOKEN", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("verysecret", run.Error + run.Out, StringComparison.Ordinal);
        });
        Assert.Empty(cli.Files());
    }

    [Fact]
    public async Task An_address_of_no_known_kind_names_those_that_are()
    {
        var run = await cli.RunPlainAsync("backup", "get", "--store", "s3://bucket/prefix", "--state", cli.StatePath);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'s3' is not known", run.Error, StringComparison.Ordinal);
        Assert.Contains("azblob://CONTAINER", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => cli.Dispose();
}
