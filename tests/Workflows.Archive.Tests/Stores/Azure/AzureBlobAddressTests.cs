using Workflows.Archive.Stores;
using Workflows.Archive.Stores.AzureBlob;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Tests.Stores.Azure;

public sealed class AzureBlobAddressTests
{
    [Theory]
    [InlineData("https://shop.blob.core.windows.net/backups", "https://shop.blob.core.windows.net/backups", "backups", "")]
    [InlineData("HTTPS://Shop.blob.core.windows.net/backups/", "https://shop.blob.core.windows.net/backups", "backups", "")]
    [InlineData("https://shop.blob.core.windows.net/backups/team/blue/", "https://shop.blob.core.windows.net/backups/team/blue", "backups", "team/blue")]
    [InlineData("https://shop.blob.core.windows.net:443/backups", "https://shop.blob.core.windows.net/backups", "backups", "")]
    [InlineData("http://127.0.0.1:10000/account/backups/team", "http://127.0.0.1:10000/account/backups/team", "backups", "team")]
    [InlineData("azblob://backups", "azblob://backups", "backups", "")]
    [InlineData("AzBlob://backups/team/blue/", "azblob://backups/team/blue", "backups", "team/blue")]
    public void An_address_names_a_container_and_a_prefix_and_has_one_spelling(
        string text, string canonical, string container, string prefix)
    {
        var address = AzureBlobAddress.Parse(text);

        Assert.Equal((canonical, container, prefix), (address.ToString(), address.Container, address.Prefix));
        Assert.Equal(canonical, ArchiveStores.Canonical(text));
        Assert.Equal(canonical, ArchiveStores.Canonical(canonical));
    }

    [Theory]
    [InlineData("https://shop.blob.core.windows.net")]
    [InlineData("https://shop.blob.core.windows.net/Upper")]
    [InlineData("https://shop.blob.core.windows.net/a")]
    [InlineData("https://shop.blob.core.windows.net/$root")]
    [InlineData("https://shop.blob.core.windows.net/backups/with space")]
    [InlineData("https://shop.blob.core.windows.net/backups/.hidden")]
    [InlineData("https://")]
    [InlineData("http://shop.blob.core.windows.net/backups")]
    [InlineData("azblob://")]
    [InlineData("azblob://a--b")]
    [InlineData("azblob://-ab")]
    [InlineData("azblob://backups//team")]
    [InlineData("azblob://backups/../other")]
    public void What_names_no_container_is_refused(string text)
    {
        Assert.Throws<StoreAddressException>(() => AzureBlobAddress.Parse(text));
        Assert.Throws<StoreAddressException>(() => ArchiveStores.Open(text));
    }

    [Theory]
    [InlineData("https://shop.blob.core.windows.net/backups?sv=2022-11-02&sig=verysecret")]
    [InlineData("https://user:verysecret@shop.blob.core.windows.net/backups")]
    [InlineData("https://shop.blob.core.windows.net/backups#verysecret")]
    [InlineData("azblob://backups?AccountKey=verysecret")]
    [InlineData("s3://key:verysecret@bucket/prefix")]
    public void An_address_with_a_credential_is_refused_without_repeating_it(string text)
    {
        var error = Assert.Throws<StoreAddressException>(() => ArchiveStores.Open(text));
        Assert.DoesNotContain("verysecret", error.ToString(), StringComparison.Ordinal);

        error = Assert.Throws<StoreAddressException>(() => ArchiveStores.Canonical(text));
        Assert.DoesNotContain("verysecret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("azblob://backups", AzureBlobConnection.ConnectionStringVariable, null)]
    [InlineData("azblob://backups", AzureBlobConnection.ConnectionStringVariable, "verysecret")]
    [InlineData("azblob://backups", AzureBlobConnection.ConnectionStringVariable, "AccountName=a;AccountKey=verysecret!")]
    [InlineData("https://shop.blob.core.windows.net/backups", AzureBlobConnection.SasVariable, "verysecret")]
    [InlineData("http://127.0.0.1:10000/account/backups", AzureBlobConnection.SasVariable, null)]
    public void A_credential_that_is_missing_or_no_credential_is_named_by_its_variable(string text, string variable, string? value)
    {
        var error = Assert.Throws<StoreAddressException>(
            () => AzureBlobConnection.Open(AzureBlobAddress.Parse(text), name => name == variable ? value : null));

        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("verysecret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_identity_is_looked_for_when_there_is_no_signature()
    {
        var address = AzureBlobAddress.Parse("https://shop.blob.core.windows.net/backups/team");

        var container = AzureBlobConnection.Open(address, _ => null);

        Assert.Equal(("shop", "backups"), (container.AccountName, container.Name));
        Assert.Empty(container.Uri.Query);
    }
}
