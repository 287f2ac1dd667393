namespace Workflows.Volumes.Manifests;

/// <summary>Files that only this process can read, and that go with it, however that ends.</summary>
internal static class PrivateFile
{
    /// <param name="folder">Where it takes its room; null for where temporary files are.</param>
    /// <exception cref="IOException">There is no room.</exception>
    public static FileStream Create(string? folder)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var created = new FileStream(
            Path.Combine(folder ?? Path.GetTempPath(), $"workflows-{Guid.NewGuid():N}.tree"), options);
        if (!OperatingSystem.IsWindows())
        {
            // Without a name nobody else opens it, and nobody has to delete it.
            File.Delete(created.Name);
        }

        return created;
    }
}
