using System.Text;
using Workflows.Cli.Errors;
using Workflows.Kubernetes.Yaml;

namespace Workflows.Cli.Yaml;

/// <summary>A file that somebody wrote in YAML. What is wrong with it is told with its line.</summary>
internal sealed class YamlFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string path;

    private YamlFile(string path) => this.path = path;

    /// <summary>Reads the documents of a file; each must be a mapping.</summary>
    /// <param name="path">The file's path, whole.</param>
    /// <param name="maxBytes">How long it may be: what it says is repeated in journals.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UsageException">It is not there, too long, or not such YAML.</exception>
    /// <exception cref="LocalFileException">It can't be read.</exception>
    public static async Task<IReadOnlyList<YamlMap>> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        var file = new YamlFile(path);
        try
        {
            return new FileInfo(path) is { Exists: true } found && found.Length > maxBytes
                ? throw file.Error(0, $"is longer than {maxBytes} bytes, the most that it may be")
                : Parse(path, Utf8.GetString(await File.ReadAllBytesAsync(path, cancellationToken)));
        }
        catch (DecoderFallbackException)
        {
            throw file.Error(0, "is not UTF-8 text");
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

    /// <param name="path">What the file is called in errors.</param>
    /// <param name="text">What stands in it.</param>
    /// <exception cref="UsageException">It is not such YAML.</exception>
    public static IReadOnlyList<YamlMap> Parse(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var file = new YamlFile(path);
        return
        [
            .. YamlReader.ReadAll(text.TrimStart('\uFEFF'), file.Error).Select(document => document is YamlMapping root
                ? new YamlMap(file, root)
                : throw file.Error(document.Line, "must be a mapping, of keys and values")),
        ];
    }

    /// <param name="line">From 1; 0 for the whole file.</param>
    /// <param name="problem">What is wrong, without a full stop.</param>
    public UsageException Error(long line, string problem) =>
        new(line > 0 ? $"{path}, line {line}: {problem}." : $"{path}: {problem}.");
}
