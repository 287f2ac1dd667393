namespace Workflows.Kubernetes;

/// <summary>How an object is created, replaced or patched.</summary>
public sealed record WriteOptions
{
    /// <summary>The server does everything but store: admission, defaults, validation.</summary>
    public bool DryRun { get; init; }

    /// <summary>Who the changed fields belong to; needed for server-side apply.</summary>
    public string? FieldManager { get; init; }

    /// <summary>The subresource to write, for example <c>status</c>; null for the object itself.</summary>
    public string? Subresource { get; init; }

    public FieldValidation? FieldValidation { get; init; }

    /// <summary>Server-side apply only: take fields over that another manager owns.</summary>
    public bool Force { get; init; }
}
