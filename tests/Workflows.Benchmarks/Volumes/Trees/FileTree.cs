using System.Globalization;

namespace Workflows.Benchmarks.Volumes.Trees;

/// <summary>
/// Many files of one size, a thousand to a directory, half compressible. Between two backups one in a hundred of their
/// blocks changes in place, and one file in a hundred is new.
/// </summary>
/// <param name="name">What it is called.</param>
/// <param name="files">How many files.</param>
/// <param name="length">The length of each, in bytes.</param>
internal sealed class FileTree(string name, int files, int length) : ITree
{
    private const int FilesPerFolder = 1_000;
    private const int Share = 100;
    private const int MaxBlock = 64 << 10;

    public string Name => name;

    public string Description => $"{files} files of {length / 1024} KiB, half compressible";

    private int Block => Math.Min(MaxBlock, length);

    public void Make(string folder)
    {
        var noise = new Noise(length);
        for (var i = 0; i < files; i++)
        {
            Write(Path.Combine(folder, $"d{i / FilesPerFolder:D4}"), i, noise);
        }
    }

    public void Change(string folder, int round)
    {
        var noise = new Noise(unchecked((length * 31) + round));
        var blocks = Math.Max(1, (int)((long)files * length / Block / Share));
        var bytes = new byte[Block];
        for (var i = 0; i < blocks; i++)
        {
            var file = noise.Below(files);
            using var stream = File.OpenWrite(PathOf(Path.Combine(folder, $"d{file / FilesPerFolder:D4}"), file));
            stream.Position = (long)Block * noise.Below(length / Block);
            noise.FillHalfCompressible(bytes);
            stream.Write(bytes);
        }

        for (var i = 0; i < Math.Max(1, files / Share); i++)
        {
            Write(Path.Combine(folder, $"new-{round:D2}"), i, noise);
        }
    }

    private void Write(string folder, int number, Noise noise)
    {
        Directory.CreateDirectory(folder);
        var bytes = new byte[length];
        noise.FillHalfCompressible(bytes);
        File.WriteAllBytes(PathOf(folder, number), bytes);
    }

    private static string PathOf(string folder, int number) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"file-{number:D6}"));
}
