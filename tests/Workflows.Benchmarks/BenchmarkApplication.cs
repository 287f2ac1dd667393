using System.Runtime.InteropServices;
using Spectre.Console;
using Workflows.Benchmarks.Measuring;
using Workflows.Benchmarks.Output;

namespace Workflows.Benchmarks;

/// <summary>The program: which benchmarks, in which order, and what is said of them.</summary>
internal static class BenchmarkApplication
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int Usage = 2;

    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            var options = BenchmarkOptions.Parse(arguments);
            if (options.Help || options.List)
            {
                Console.Out.WriteLine(options.Help ? HelpText.Full : HelpText.List);
                return Done;
            }

            using var interrupted = new CancellationTokenSource();
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
            return await RunAsync(options, Select(options.Names), interrupted.Token);

            void Interrupt(PosixSignalContext signal)
            {
                // What was started is to be stopped first.
                signal.Cancel = true;
                interrupted.Cancel();
            }
        }
        catch (UsageException wrong)
        {
            Console.Error.WriteLine(wrong.Message);
            return Usage;
        }
    }

    private static async Task<int> RunAsync(
        BenchmarkOptions options, IReadOnlyList<IBenchmark> benchmarks, CancellationToken cancellationToken)
    {
        var measurements = new List<Measurement>();
        var failed = false;
        foreach (var benchmark in benchmarks)
        {
            Console.Error.WriteLine($"== {benchmark.Name}: {benchmark.Summary}");
            try
            {
                var context = new BenchmarkContext(options, Console.Error);
                measurements.AddRange(await benchmark.RunAsync(context, cancellationToken));
            }
            catch (UnavailableException missing)
            {
                failed = true;
                Console.Error.WriteLine($"{benchmark.Name} was skipped: {missing.Message}");
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                failed = true;
                Console.Error.WriteLine($"{benchmark.Name} was stopped.");
                break;
            }
            catch (Exception broken) when (broken is not OutOfMemoryException)
            {
                // What the others measured took minutes and is worth keeping.
                failed = true;
                Console.Error.WriteLine($"{benchmark.Name} could not be measured: {broken}");
            }
        }

        ResultTable.Write(AnsiConsole.Console, measurements);
        if (!options.IsFullSize)
        {
            Console.Out.WriteLine($"Sizes were scaled by {options.Scale}: no target is judged.");
        }

        if (options.Json is { } file)
        {
            await ResultJson.WriteAsync(file, measurements, CancellationToken.None);
        }

        return failed ? Failed : Done;
    }

    private static IReadOnlyList<IBenchmark> Select(IReadOnlyList<string> names) => names.Count == 0
        ? BenchmarkList.All
        : [.. names.Select(name => BenchmarkList.All.FirstOrDefault(known => known.Name == name)
            ?? throw new UsageException($"There is no benchmark '{name}'; --list names them."))];
}
