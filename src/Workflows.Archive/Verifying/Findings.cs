using Workflows.Archive.Errors;
using Workflows.Archive.Manifests;

namespace Workflows.Archive.Verifying;

/// <summary>Gathers what a verification finds; a wholly broken archive must not fill the memory with sentences.</summary>
/// <param name="backup">The backup.</param>
/// <param name="totalBytes">How many bytes there are to read.</param>
/// <param name="progress">Is told how far the verification is.</param>
internal sealed class Findings(string backup, long totalBytes, IProgress<VerifyProgress>? progress)
{
    private const int MaxProblems = 1000;

    private readonly List<VerifyProblem> problems = [];

    public long Objects { get; private set; }

    public long Bytes { get; private set; }

    public void Add(string where, string what)
    {
        // A file that can't be read on is found so by everyone who tries.
        var problem = new VerifyProblem(where, what);
        if (problems.Count > 0 && problems[^1] == problem)
            return;
        if (problems.Count < MaxProblems)
            problems.Add(problem);
        else if (problems.Count == MaxProblems)
            problems.Add(new VerifyProblem(where, $"and more; only the first {MaxProblems} problems are listed"));
    }

    public void Add(ArchiveDamagedException damage) => Add(damage.Where, damage.What);

    public void Advance(long bytes, int objects)
    {
        Bytes += bytes;
        Objects += objects;
        progress?.Report(new VerifyProgress(Bytes, totalBytes, Objects));
    }

    public VerifyReport ToReport(ArchiveManifest? manifest) => new(backup, manifest, problems, Objects, Bytes);
}
