using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Posix;

namespace Workflows.Volumes.Tests.Support;

/// <summary>What trees are, to be compared.</summary>
[SupportedOSPlatform("linux")]
internal static class TreeDescription
{
    /// <summary>
    /// All that find(1), sha256sum(1) and the attributes say of a tree: what another program sees of it, byte for byte.
    /// Names of one inode stand beside each other, and of large files whether they are mostly holes.
    /// </summary>
    public static string Of(string tree)
    {
        const string Script = """
            find . ! -type d -printf '%P\t%y\t%m\t%U\t%G\t%T@\t%l\t%n\0' -o -printf '%P\t%y\t%m\t%U\t%G\t%T@\0' | LC_ALL=C sort -z
            find . -type f -printf '%P\t%s\0' | LC_ALL=C sort -z
            find . -type f -size +4M -printf '%P\t%b\t%s\0' | LC_ALL=C sort -z | LC_ALL=C awk -v RS='\0' -v ORS='\0' -v FS='\t' '{ print $1, ($(NF-1) * 512 < $NF / 2 ? "holes" : "data") }'
            find . -type b -print0 -o -type c -print0 | LC_ALL=C sort -z | xargs -0 -r stat --printf '%n %t %T\0'
            find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum -z
            """;
        var found = Run(Script, tree);
        return (found + Names(tree) + Attributes(tree)).Replace('\0', '\n');
    }

    /// <summary>Which names are of one file, by the first of each.</summary>
    private static string Names(string tree)
    {
        var found = Run("find . ! -type d -links +1 -printf '%i\\t%P\\0'", tree);
        var files = found.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t', 2))
            .GroupBy(parts => parts[0], parts => parts[1], StringComparer.Ordinal)
            .Select(names => string.Join(" = ", names.Order(StringComparer.Ordinal)))
            .Order(StringComparer.Ordinal);
        return string.Concat(files.Select(names => names + '\n'));
    }

    private static string Run(string script, string tree)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", $"cd \"$1\" && {script}", "bash", tree])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            StandardOutputEncoding = Encoding.Latin1,
        })!;
        var found = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        return found;
    }

    private static string Attributes(string tree)
    {
        var text = new StringBuilder();
        var problems = new ProblemList();
        foreach (var entry in new TreeWalk(tree, problems).Entries())
        {
            var directory = entry.Directory.Directory;
            var refused = new List<string>();
            var attributes = AttributeReader.Read(directory, entry.Name, refused);
            Assert.Empty(refused);
            foreach (var attribute in attributes)
            {
                text.Append(entry.Path).Append('\t').Append(attribute.Name).Append('=')
                    .AppendLine(Convert.ToHexString(attribute.Value.Span));
            }

            entry.Directory.Release();
        }

        Assert.Empty(problems.Named);
        return text.ToString();
    }
}
