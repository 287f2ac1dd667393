using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Workflows.Core.Errors;
using Workflows.Mover.Commands;
using Workflows.Volumes.Handover;

[assembly: SupportedOSPlatform("linux")]

const int Terminated = 128 + 15;
const int Interrupted = 128 + 2;

MoverArguments arguments;
try
{
    arguments = MoverArguments.Parse(args);
}
catch (WorkflowsException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}

using var end = new CancellationTokenSource();
var toldBy = 0;
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, Terminated));
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, Interrupted));

await using var output = Console.OpenStandardOutput();
switch (arguments.Command)
{
    case MoverCommand.Version:
        Console.WriteLine(ProgramVersion.Text);
        return 0;
    case MoverCommand.Help:
        Console.WriteLine(MoverArguments.Usage);
        return 0;
    case MoverCommand.Receive:
        try
        {
            await using var input = Console.OpenStandardInput();
            return await Receive.RunAsync(arguments.Socket, input, output, end.Token);
        }
        catch (OperationCanceledException)
        {
            return toldBy;
        }

    default:
        var outcome = await new Move(arguments, new(output, TimeProvider.System), TimeProvider.System).RunAsync(end.Token);
        return outcome switch
        {
            { Outcome: MoverOutcome.Completed } => 0,
            { Outcome: MoverOutcome.Interrupted } => toldBy,
            { Kind: ErrorKind.Usage } => 2,
            _ => 1,
        };
}

void End(PosixSignalContext signal, int exitCode)
{
    signal.Cancel = true;
    toldBy = exitCode;
    end.Cancel();
}
