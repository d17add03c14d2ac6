using AgentFunctions.Core.Expressions.Checking;

namespace AgentFunctions.Core.Subscriptions.Declaration;

/// <summary>What expressions of subscriptions may name.</summary>
internal static class EventShapes
{
    /// <summary>Attributes by their CloudEvents names, extensions included, <c>topic</c> and <c>data</c>.</summary>
    public static IReadOnlyDictionary<string, ValueShape> OfEvent { get; } = new Dictionary<string, ValueShape>(StringComparer.Ordinal) { ["event"] = Event() };

    /// <summary>Of a call of a webhook.</summary>
    public static IReadOnlyDictionary<string, ValueShape> OfCall { get; } = new Dictionary<string, ValueShape>(StringComparer.Ordinal) { ["body"] = ValueShape.Any, ["headers"] = Headers() };

    /// <summary>Of what of it is signed.</summary>
    public static IReadOnlyDictionary<string, ValueShape> OfSigned { get; } = new Dictionary<string, ValueShape>(StringComparer.Ordinal) { ["body"] = ValueShape.Any };

    private static ValueShape Event()
    {
        string[] texts = ["id", "source", "specversion", "type", "subject", "time", "datacontenttype", "dataschema", "data_base64", "topic"];
        var fields = texts.ToDictionary(static name => name, static _ => ValueShape.Text, StringComparer.Ordinal);
        fields["data"] = ValueShape.Any;
        return new ValueShape { Kinds = ShapeKinds.Map, Fields = fields, Others = ValueShape.Any };
    }

    private static ValueShape Headers() => new() { Kinds = ShapeKinds.Map, Others = ValueShape.Text };
}
