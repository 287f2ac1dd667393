using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.BadInput;

/// <summary>A small disk in memory, mounted for one test: root heeds no file modes, but it heeds a disk.</summary>
internal sealed class TemporaryDisk : IDisposable
{
    private static readonly Lazy<string?> Refused = new(TryOne);

    private TemporaryDisk(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Why none can be mounted here; null when one can.</summary>
    public static string? WhyNot => Refused.Value;

    public static TemporaryDisk Mount(string size)
    {
        var disk = new TemporaryDisk(Directory.CreateTempSubdirectory("workflows-disk-").FullName);
        Require(Run("mount", "-t", "tmpfs", "-o", $"size={size}", "workflows-test", disk.Folder));
        return disk;
    }

    public void MakeReadOnly() => Remount("ro");

    public void Resize(string size) => Remount($"size={size}");

    public void Dispose()
    {
        Require(Run("umount", Folder));
        Directory.Delete(Folder);
    }

    private void Remount(string option) => Require(Run("mount", "-o", $"remount,{option}", Folder));

    private static string? TryOne()
    {
        try
        {
            Mount("64k").Dispose();
            return null;
        }
        catch (Exception refused) when (refused is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return $"No disk can be mounted here: {refused.Message}";
        }
    }

    private static void Require(CommandResult result)
    {
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException(result.Error.Trim());
        }
    }

    private static CommandResult Run(string program, params string[] arguments) =>
        Running.Program.RunAsync(program, arguments).GetAwaiter().GetResult();
}
