using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Workflows.Kubernetes.Authentication;

/// <summary>Runs a credential plugin once and takes what it prints.</summary>
internal static partial class ExecPluginProcess
{
    private const int LongestOutput = 4 << 20;
    private const int LongestComplaint = 500;

    /// <exception cref="CredentialException">It is not installed, failed, printed too much or took too long.</exception>
    public static async Task<byte[]> RunAsync(
        ExecPlugin plugin, TimeSpan timeout, TimeProvider time, CancellationToken ct)
    {
        using var process = Start(plugin);
        process.StandardInput.Close();
        using var late = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            var output = ReadAsync(process.StandardOutput.BaseStream, either);
            var complaint = ReadAsync(process.StandardError.BaseStream, either);
            await Task.WhenAll(output, complaint, process.WaitForExitAsync(either.Token));
            return process.ExitCode == 0
                ? await output
                : throw new CredentialException(
                    $"The {plugin} failed with exit code {process.ExitCode}: {Harmless(await complaint, plugin)}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new CredentialException(
                $"The {plugin} did not end within {timeout.TotalSeconds:0} s. Does it wait for a person to log in?");
        }
        catch (InvalidDataException)
        {
            throw new CredentialException($"The {plugin} printed more than {LongestOutput} bytes.");
        }
        finally
        {
            Kill(process);
        }
    }

    private static Process Start(ExecPlugin plugin)
    {
        var start = new ProcessStartInfo(plugin.Command)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in plugin.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in plugin.Environment)
            start.Environment[name] = value;
        start.Environment["KUBERNETES_EXEC_INFO"] = ExecCredentialJson.Request(plugin);
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException or ArgumentException)
        {
            var hint = plugin.InstallHint is { } text ? $" {text.Trim()}" : " Is it installed and on the path?";
            throw new CredentialException($"The {plugin} could not be started.{hint}");
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationTokenSource stop)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16 << 10];
        int read;
        while ((read = await stream.ReadAsync(buffer, stop.Token)) > 0)
        {
            if (kept.Length + read > LongestOutput)
            {
                // Nobody reads on, so it would never end by itself.
                await stop.CancelAsync();
                throw new InvalidDataException();
            }

            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It ended by itself in between.
        }
    }

    /// <summary>The end of what it complained of, which tells a person to log in again, without anything like a key.</summary>
    private static string Harmless(byte[] complaint, ExecPlugin plugin)
    {
        var text = Encoding.UTF8.GetString(complaint).Trim();
        foreach (var value in plugin.Environment.Values.Where(value => value.Length > 3))
            text = text.Replace(value, "[hidden]", StringComparison.Ordinal);
        if (text.Length > LongestComplaint)
            text = "…" + text[^LongestComplaint..];
        text = KeyLike().Replace(text, "[hidden]");
        text = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return text.Length > 0 ? text : "it said nothing";
    }

    [GeneratedRegex(@"-----BEGIN[\s\S]*|[A-Za-z0-9+/=_.\-]{32,}|(?<=(token|password|secret|key)\s*[=:]\s*)\S+",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyLike();
}
