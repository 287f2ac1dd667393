using Spectre.Console;
using Spectre.Console.Rendering;
using Workflows.Cli.Environments;

namespace Workflows.Cli.Running.Progress;

/// <summary>Progress on a terminal: one block that is drawn over and over, on standard error.</summary>
internal sealed class TerminalProgress : IProgressDisplay
{
    private const int BarWidth = 24;

    private readonly IAnsiConsole console;
    private readonly ProgressMeter meter;
    private readonly string title;
    private readonly TimeProvider time;
    private readonly long startedAt;
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task drawing;
    private LiveDisplayContext? live;

    public TerminalProgress(CliEnvironment environment, string title)
    {
        ArgumentNullException.ThrowIfNull(environment);
        this.title = title;
        time = environment.Time;
        startedAt = time.GetTimestamp();
        meter = new ProgressMeter(time);
        var color = environment.AllowsColor(environment.ErrorIsTerminal);
        console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(environment.Error),
        });
        console.Profile.Width = environment.Width;
        drawing = console.Live(Draw(ProgressSnapshot.Starting)).AutoClear(true).StartAsync(context =>
        {
            live = context;
            return closed.Task;
        });
    }

    public TimeSpan Interval => TimeSpan.FromMilliseconds(250);

    public void Enter(string step) => Show(new ProgressSnapshot(step));

    public void Show(ProgressSnapshot snapshot)
    {
        meter.Add(snapshot);
        live?.UpdateTarget(Draw(snapshot));
    }

    public void Dispose()
    {
        closed.TrySetResult();
        drawing.GetAwaiter().GetResult();
    }

    private Rows Draw(ProgressSnapshot snapshot)
    {
        var elapsed = TimeSpan.FromSeconds(Math.Floor(time.GetElapsedTime(startedAt).TotalSeconds));
        var heading = $"{title}: {ProgressText.Step(snapshot)} ({Output.Text.Humanize.Duration(elapsed)})";
        var lines = new List<IRenderable> { new Text(heading, new Style(decoration: Decoration.Bold)) };
        if (snapshot.ObjectsExpected > 0 || snapshot.BytesExpected > 0)
        {
            lines.Add(new Columns(Bar(snapshot), new Text(string.Join("  ", ProgressText.Counts(snapshot)))).Collapse());
        }

        if (ProgressText.Pace(meter, snapshot) is { Length: > 0 } pace)
        {
            lines.Add(new Text(pace, new Style(decoration: Decoration.Dim)));
        }

        return new Rows(lines);
    }

    private static Markup Bar(ProgressSnapshot snapshot)
    {
        var share = snapshot.ObjectsExpected > 0
            ? Math.Clamp((double)snapshot.Objects / snapshot.ObjectsExpected, 0, 1)
            : Math.Clamp((double)snapshot.Bytes / snapshot.BytesExpected, 0, 1);
        var done = (int)(share * BarWidth);
        return new Markup($"[green]{new string('━', done)}[/][dim]{new string('━', BarWidth - done)}[/] {share * 100,3:0}%");
    }
}
