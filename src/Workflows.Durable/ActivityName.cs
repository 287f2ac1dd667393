namespace Workflows.Durable;

/// <summary>An activity's registered name with the types it takes and gives.</summary>
public readonly record struct ActivityName<TInput, TResult>(string Name)
{
    public override string ToString() => Name;
}
