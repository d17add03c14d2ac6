using AgentFunctions.Core.Expressions.Checking;

namespace AgentFunctions.Core.Definitions.Checking;

/// <summary>What steps give, as expressions see it.</summary>
internal static class StepShapes
{
    private static readonly ValueShape TextOrNull = new() { Kinds = ShapeKinds.Text | ShapeKinds.Null };

    /// <summary><c>run</c>.</summary>
    public static ValueShape Run { get; } = Map(("id", ValueShape.Text), ("startedBy", ValueShape.Text), ("startedAt", ValueShape.Text), ("depth", ValueShape.Number));

    /// <summary><c>loop</c>.</summary>
    public static ValueShape Loop { get; } = Map(("index", ValueShape.Number));

    /// <summary><c>error</c>.</summary>
    public static ValueShape Error { get; } = Map(("code", ValueShape.Text), ("message", ValueShape.Text), ("step", TextOrNull));

    public static ValueShape Approval { get; } = Map(("approved", ValueShape.Boolean), ("by", TextOrNull), ("comment", TextOrNull), ("approvalId", ValueShape.Text));

    public static ValueShape Wait { get; } = Map(("received", ValueShape.Boolean), ("event", ValueShape.Any));

    public static ValueShape Timer { get; } = Map(("at", ValueShape.Text));

    public static ValueShape While { get; } = Map(("iterations", ValueShape.Number));

    /// <summary><c>steps.{id}</c>.</summary>
    public static ValueShape Step(ValueShape output) => Map(("status", Texts("succeeded", "failed", "skipped", "cancelled")), ("output", output));

    public static ValueShape Ask(ValueShape answer, bool failsOnDenied) =>
        Map(("answered", ValueShape.Boolean), ("value", failsOnDenied ? answer : ValueShape.Either(answer, new ValueShape { Kinds = ShapeKinds.Null })), ("by", TextOrNull), ("approvalId", ValueShape.Text));

    public static ValueShape Parallel(IEnumerable<(string Name, ValueShape Output)> branches) =>
        Map([.. branches.Select(static b => (b.Name, Map(("status", Texts("succeeded", "failed", "cancelled")), ("output", b.Output), ("error", ValueShape.Either(Error, new ValueShape { Kinds = ShapeKinds.Null })))))]);

    public static ValueShape ForEach(ValueShape? collected) =>
        Map(("count", ValueShape.Number), ("failed", ValueShape.Number), ("items", ValueShape.ListOf(collected is null ? new ValueShape { Kinds = ShapeKinds.Null } : ValueShape.Either(collected, new ValueShape { Kinds = ShapeKinds.Null }))));

    public static ValueShape Switch(IEnumerable<string> cases) => Map(("case", Texts([.. cases, "none"])));

    public static ValueShape Try { get; } = Map(("failed", ValueShape.Boolean), ("error", ValueShape.Either(Error, new ValueShape { Kinds = ShapeKinds.Null })));

    private static ValueShape Texts(params string[] texts) => new() { Kinds = ShapeKinds.Text, Texts = texts };

    private static ValueShape Map(params (string Name, ValueShape Shape)[] fields) => ValueShape.Map(fields.ToDictionary(static f => f.Name, static f => f.Shape, StringComparer.Ordinal));
}
