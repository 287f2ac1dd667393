using System.Text.Json.Serialization;
using FsCheck;
using FsCheck.Fluent;

namespace Workflows.Engine.Tests.Faults;

/// <summary>A piece of a random orchestration: small enough to evaluate by hand.</summary>
[JsonDerivedType(typeof(Call), "call")]
[JsonDerivedType(typeof(Flaky), "flaky")]
[JsonDerivedType(typeof(Sleep), "sleep")]
[JsonDerivedType(typeof(Listen), "listen")]
[JsonDerivedType(typeof(Sequence), "sequence")]
[JsonDerivedType(typeof(Parallel), "parallel")]
[JsonDerivedType(typeof(Child), "child")]
internal abstract record Node;

internal sealed record Call(int Value) : Node;

internal sealed record Flaky(int Key, int Failures) : Node;

internal sealed record Sleep(int Minutes) : Node;

internal sealed record Listen(string Event) : Node;

internal sealed record Sequence(IReadOnlyList<Node> Nodes) : Node;

internal sealed record Parallel(IReadOnlyList<Node> Nodes) : Node;

/// <summary>A sub-orchestration; between its stages it continues as new.</summary>
internal sealed record Child(IReadOnlyList<Node> Stages) : Node;

/// <summary>A whole program: its stages, between which the instance continues as new, and a death.</summary>
internal sealed record RandomProgram(IReadOnlyList<Node> Stages, int DieAt, int TornBytes)
{
    public static Arbitrary<RandomProgram> Arbitrary { get; } = (
        from stages in Node(depth: 3, mayListen: true).NonEmptyListOf()
        from dieAt in Gen.Choose(1, 60)
        from torn in Gen.Choose(0, 400)
        select new RandomProgram([.. stages.Take(3)], dieAt, torn)).ToArbitrary();

    public IReadOnlyList<string> Events => [.. Stages.SelectMany(EventsOf)];

    public int Expected => Evaluate(Stages);

    private static int Evaluate(IEnumerable<Node> stages) => stages.Aggregate(7, (sum, n) => (sum * 31) + Evaluate(n));

    private static int Evaluate(Node node) => node switch
    {
        Call call => call.Value,
        Flaky flaky => flaky.Key,
        Sleep => 1,
        Listen => 2,
        Sequence sequence => sequence.Nodes.Aggregate(3, (sum, n) => (sum * 31) + Evaluate(n)),
        Parallel parallel => parallel.Nodes.Aggregate(5, (sum, n) => (sum * 31) + Evaluate(n)),
        Child child => Evaluate(child.Stages),
        _ => throw new InvalidOperationException(),
    };

    private static IEnumerable<string> EventsOf(Node node) => node switch
    {
        Listen listen => [listen.Event],
        Sequence sequence => sequence.Nodes.SelectMany(EventsOf),
        Parallel parallel => parallel.Nodes.SelectMany(EventsOf),
        _ => [],
    };

    private static Gen<Node> Node(int depth, bool mayListen)
    {
        var call = Gen.Choose(0, 1000).Select(n => (Node)new Call(n));
        var leaves = new List<Gen<Node>>
        {
            call,
            call,
            from key in Gen.Choose(0, 1_000_000) from failures in Gen.Choose(0, 2) select (Node)new Flaky(key, failures),
            Gen.Choose(0, 90).Select(n => (Node)new Sleep(n)),
        };
        if (mayListen)
        {
            leaves.Add(Gen.Elements("alpha", "Beta", "BETA").Select(n => (Node)new Listen(n)));
        }

        if (depth == 0)
        {
            return Gen.OneOf(leaves);
        }

        var inner = Node(depth - 1, mayListen).ListOf().Select(nodes => (IReadOnlyList<Node>)[.. nodes.Take(4)]);
        var child = Node(depth - 1, mayListen: false).NonEmptyListOf().Select(nodes => (Node)new Child([.. nodes.Take(2)]));
        return Gen.OneOf(
        [
            .. leaves,
            inner.Select(nodes => (Node)new Sequence(nodes)),
            inner.Select(nodes => (Node)new Parallel(nodes)),
            child,
        ]);
    }
}
