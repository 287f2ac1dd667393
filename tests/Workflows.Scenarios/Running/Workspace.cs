namespace Workflows.Scenarios.Running;

/// <summary>A folder of one test's own: a store, a state directory, and the command line that uses them.</summary>
public sealed class Workspace : IDisposable
{
    private static readonly string Product = Path.Combine(AppContext.BaseDirectory, "workflows.dll");

    /// <summary>Nothing of the machine's user may reach the product: no kubeconfig, no store, no state.</summary>
    private readonly Dictionary<string, string?> environment;

    public Workspace()
    {
        Root = Directory.CreateTempSubdirectory("workflows-scenario-").FullName;
        Store = Path.Combine(Root, "store");
        State = Path.Combine(Root, "state");
        environment = new(StringComparer.Ordinal)
        {
            ["HOME"] = Root,
            ["KUBECONFIG"] = null,
            ["WORKFLOWS_STORE"] = null,
            ["WORKFLOWS_STATE"] = null,
            ["XDG_DATA_HOME"] = null,
            ["NO_COLOR"] = "1",
            ["TERM"] = "dumb",
        };
    }

    public string Root { get; }

    public string Store { get; set; }

    public string State { get; }

    /// <summary>Runs <c>workflows</c> with these arguments, and with the workspace's store and state.</summary>
    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        using var program = Start(arguments);
        return await program.WaitAsync();
    }

    /// <inheritdoc cref="RunAsync"/>
    public Program Start(params string[] arguments) => Program.Start(
        "dotnet", [Product, .. arguments, "--store", Store, "--state", State], environment);

    /// <summary>Runs <c>workflows</c> as somebody who names no store and no state.</summary>
    public Program StartWithDefaults(params string[] arguments) =>
        Program.Start("dotnet", [Product, .. arguments], environment);

    /// <summary>Gives <c>workflows</c> a variable from now on.</summary>
    public void SetVariable(string name, string value) => environment[name] = value;

    public string PathOf(string name) => Path.Combine(Root, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
