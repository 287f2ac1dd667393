using System.Text;
using System.Text.Json;

namespace Workflows.Cli.Tests.Serving;

/// <summary>The log of a service, as it comes.</summary>
internal sealed class LogLines : TextWriter
{
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Encoding Encoding => Encoding.UTF8;

    public IReadOnlyList<string> All
    {
        get
        {
            lock (gate)
            {
                return [.. lines];
            }
        }
    }

    public override void WriteLine(string? value)
    {
        lock (gate)
        {
            lines.Add(value ?? "");
            more.SetResult();
            more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public override void Write(char value) => WriteLine(value.ToString());

    public override void Write(string? value) => WriteLine(value);

    /// <summary>Waits for an event, and gives its line.</summary>
    public async Task<JsonElement> WaitForAsync(string name, Task<int> end)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                foreach (var line in lines.Where(line => line.StartsWith('{')))
                {
                    var json = JsonDocument.Parse(line).RootElement;
                    if (json.TryGetProperty("event", out var found) && found.GetString() == name)
                    {
                        return json;
                    }
                }

                next = more.Task;
            }

            Assert.NotSame(end, await Task.WhenAny(next, end));
        }
    }
}
