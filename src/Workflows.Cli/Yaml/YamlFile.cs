using Workflows.Cli.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Workflows.Cli.Yaml;

/// <summary>A file that somebody wrote in YAML. What is wrong with it is told with its line.</summary>
internal sealed class YamlFile
{
    /// <summary>More than anybody writes, and little enough to be read at once.</summary>
    private const int MaxBytes = 256 << 10;

    private readonly string path;

    private YamlFile(string path) => this.path = path;

    /// <summary>Reads the documents of a file; each must be a mapping.</summary>
    /// <param name="path">The file's path, whole.</param>
    /// <exception cref="UsageException">It is not there, or not such YAML.</exception>
    /// <exception cref="LocalFileException">It can't be read.</exception>
    public static async Task<IReadOnlyList<YamlMap>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var file = new YamlFile(path);
        var text = await file.TextAsync(cancellationToken);
        try
        {
            file.RefuseAliases(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return
            [
                .. stream.Documents.Select(document => document.RootNode as YamlMappingNode is { } root
                    ? new YamlMap(file, root)
                    : throw file.Error(document.RootNode.Start.Line, "a mapping is expected here, such as 'resources:'")),
            ];
        }
        catch (YamlException e)
        {
            throw file.Error(e.Start.Line, "this is not valid YAML, or gives a key twice");
        }
    }

    public UsageException Error(long line, string problem) => new($"{path}, line {line}: {problem}.");

    private async Task<string> TextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(path).Length <= MaxBytes
                ? await File.ReadAllTextAsync(path, cancellationToken)
                : throw new UsageException($"{path} is larger than {MaxBytes} bytes.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no file {path}.");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new LocalFileException($"{path} can't be read: {refused.Message}", refused);
        }
    }

    /// <summary>A few lines of them can stand for more than memory holds.</summary>
    private void RefuseAliases(string text)
    {
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext())
        {
            if (parser.Current is AnchorAlias alias)
            {
                throw Error(alias.Start.Line, "an alias (*) is not taken here: write out what it stands for");
            }
        }
    }
}
