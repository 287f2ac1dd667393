using Workflows.Core.Errors;

namespace Workflows.Engine;

/// <summary>What an instance id may be: 1 to 256 characters, none of them a control character.</summary>
internal static class InstanceIds
{
    private const int MaxLength = 256;

    public static void ThrowIfInvalid(string instanceId)
    {
        ArgumentNullException.ThrowIfNull(instanceId);
        if (instanceId.Length is 0 or > MaxLength || instanceId.Any(char.IsControl))
        {
            throw new WorkflowsException(
                ErrorKind.Usage,
                $"'{instanceId[..Math.Min(instanceId.Length, 64)]}' can't be an instance id: use 1 to {MaxLength} "
                + "characters, none of them a control character.");
        }
    }
}
