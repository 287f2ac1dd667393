using Workflows.Cli.Errors;
using Workflows.Cli.Files;

namespace Workflows.Cli.Tests.Files;

public sealed class PrivateFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("workflows-private-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_folder_that_does_not_exist_is_named_in_its_own_message()
    {
        var path = Path.Combine(folder.FullName, "missing", "archive.tar.gz");

        var failed = await Assert.ThrowsAsync<LocalFileException>(
            () => PrivateFile.WriteAsync(path, new MemoryStream([1]), replace: false, default));

        Assert.StartsWith($"'{path}' could not be written: ", failed.Message, StringComparison.Ordinal);
        Assert.IsType<DirectoryNotFoundException>(failed.InnerException);
    }
}
