using System.Text;

namespace Workflows.Cli.Environments;

/// <summary>The machine as it is: the one place that touches the process's console and variables.</summary>
internal static class SystemEnvironment
{
    public static CliEnvironment Create() => new()
    {
        // Tables hold names in any script, whatever code page or locale the shell has.
        Out = Utf8(Console.OpenStandardOutput(), autoFlush: false),
        OpenOut = Console.OpenStandardOutput,
        Error = Utf8(Console.OpenStandardError(), autoFlush: true),
        In = Console.In,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        InIsTerminal = !Console.IsInputRedirected,
        Width = Columns(),
        Variable = Environment.GetEnvironmentVariable,
        MachineName = Environment.MachineName,
        HomeDirectory = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        CurrentDirectory = Environment.CurrentDirectory,
        Time = TimeProvider.System,
        Interrupts = new PosixInterrupts(),
    };

    private static StreamWriter Utf8(Stream stream, bool autoFlush) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = autoFlush };

    private static int Columns()
    {
        try
        {
            return Console.IsErrorRedirected || Console.WindowWidth < 40 ? 100 : Console.WindowWidth;
        }
        catch (IOException)
        {
            // A terminal that won't tell its size.
            return 100;
        }
    }
}
