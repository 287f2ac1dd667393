using Workflows.Cli.Errors;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Commands;

/// <summary>Asks before something is deleted.</summary>
internal static class Confirmation
{
    /// <param name="context">Where to ask.</param>
    /// <param name="given">Whether it was said on the command line.</param>
    /// <param name="question">What to ask.</param>
    /// <exception cref="UsageException">There is nobody to ask.</exception>
    /// <exception cref="DeclinedException">The answer was no.</exception>
    public static void Require(CommandContext context, bool given, string question)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (given)
        {
            return;
        }

        if (!context.Environment.InIsTerminal)
        {
            throw new UsageException("There is no terminal to ask on; say --yes to delete without being asked.");
        }

        context.Environment.Error.Write($"{SafeText.Of(question)} [y/N] ");
        context.Environment.Error.Flush();
        if (context.Environment.In.ReadLine()?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
        {
            throw new DeclinedException("Not confirmed; nothing was deleted.");
        }
    }
}
