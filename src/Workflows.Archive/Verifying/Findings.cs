using Workflows.Archive.Errors;
using Workflows.Archive.Manifests;

namespace Workflows.Archive.Verifying;

/// <summary>Gathers what a verification finds; a wholly broken archive must not fill the memory with sentences.</summary>
internal sealed class Findings(ArchiveManifest manifest, IProgress<VerifyProgress>? progress)
{
    private const int MaxProblems = 1000;

    private readonly List<VerifyProblem> problems = [];

    public long Objects { get; private set; }

    public long Bytes { get; private set; }

    public void Add(string where, string what)
    {
        if (problems.Count < MaxProblems)
            problems.Add(new VerifyProblem(where, what));
        else if (problems.Count == MaxProblems)
            problems.Add(new VerifyProblem(where, $"and more; only the first {MaxProblems} problems are listed"));
    }

    public void Add(ArchiveDamagedException damage) => Add(damage.Where, damage.What);

    public void Advance(long bytes, int objects)
    {
        Bytes += bytes;
        Objects += objects;
        progress?.Report(new VerifyProgress(Bytes, manifest.Archive.Length, Objects));
    }

    public VerifyReport ToReport() => new(manifest.Name, manifest, problems, Objects, Bytes);
}
