namespace Workflows.Kubernetes;

/// <summary>What the server does about unknown or doubled fields; servers before 1.25 do not know it and ignore them.</summary>
public enum FieldValidation
{
    Ignore,
    Warn,
    Strict,
}
