using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>Decides what of a caller's body changes for a target: the model name, usage on streams, an output cap. docs/fidelity.md has the list.</summary>
internal static class UpstreamBodyWriter
{
    private static readonly byte[] IncludeUsage = "\"include_usage\":true"u8.ToArray();
    private static readonly byte[] StreamOptions = "{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] True = "true"u8.ToArray();
    private static readonly byte[] Null = "null"u8.ToArray();
    private const string ChatField = "max_completion_tokens";
    private const string ResponsesField = "max_output_tokens";

    public static UpstreamBody Write(ModelCall call, TargetSpec target, string deployment)
    {
        var facts = call.Facts;
        List<BodyEdit>? edits = null;
        if (facts.Model is null) Insert(ref edits, facts, "\"model\":" + Quote(deployment));
        else if (facts.Model != deployment) Add(ref edits, facts.ModelValue, Encoding.UTF8.GetBytes(Quote(deployment)));
        if (facts.Stream && call.Operation == ModelOperation.Chat && !facts.IncludeUsage) AskForUsage(ref edits, facts);
        if (call.Operation != ModelOperation.Embeddings) LimitOutput(ref edits, call, target);
        return new UpstreamBody(call.Body, edits);
    }

    private static void AskForUsage(ref List<BodyEdit>? edits, ModelRequestFacts facts)
    {
        if (!facts.StreamOptionsValue.IsPresent) Insert(ref edits, facts, "\"stream_options\":{\"include_usage\":true}");
        else if (!facts.StreamOptionsIsObject) Add(ref edits, facts.StreamOptionsValue, StreamOptions);
        else if (facts.IncludeUsageValue.IsPresent) Add(ref edits, facts.IncludeUsageValue, True);
        else if (facts.StreamOptionsIsEmpty) Add(ref edits, new JsonSpan(facts.StreamOptionsValue.Offset + 1, 0), IncludeUsage);
        else Add(ref edits, new JsonSpan(facts.StreamOptionsValue.Offset + 1, 0), [.. IncludeUsage, (byte)',']);
    }

    private static void LimitOutput(ref List<BodyEdit>? edits, ModelCall call, TargetSpec target)
    {
        var facts = call.Facts;
        if (Min(facts.OutputLimit, call.OutputLimit) is not { } limit) return;
        var named = facts.OutputLimitField;
        var field = Field(call.Operation, target, named);
        var number = limit.ToString(CultureInfo.InvariantCulture);
        if (named is not null && named.Name == field)
        {
            if (limit != facts.OutputLimit) Add(ref edits, named.Value, Encoding.UTF8.GetBytes(number));
            return;
        }

        // A field that is there must not be written twice: a provider may take the second, which is null.
        if (facts.EmptyOutputLimits?.Find(empty => empty.Name == field) is { } here)
        {
            Add(ref edits, here.Value, Encoding.UTF8.GetBytes(number));
            if (named is not null) Add(ref edits, named.Value, Null);
        }
        else if (named is not null)
        {
            Add(ref edits, Name(call.Body.Span, named.Key), Encoding.UTF8.GetBytes(Quote(field)));
            if (limit != facts.OutputLimit) Add(ref edits, named.Value, Encoding.UTF8.GetBytes(number));
        }
        else
        {
            Insert(ref edits, facts, $"\"{field}\":{number}");
        }
    }

    /// <summary>Where the target honours a cap. Where it does not say, the caller's own field stands unless it belongs to the other surface, whose targets pass over it.</summary>
    private static string Field(ModelOperation operation, TargetSpec target, OutputLimitField? named)
    {
        if (operation == ModelOperation.Responses) return ResponsesField;
        return target.OutputLimitField ?? (named is null || named.Name == ResponsesField ? ChatField : named.Name);
    }

    /// <summary>A new first member. Several insertions at the same place keep their order and each brings its comma.</summary>
    private static void Insert(ref List<BodyEdit>? edits, ModelRequestFacts facts, string member) =>
        Add(ref edits, new JsonSpan(facts.RootOffset + 1, 0), Encoding.UTF8.GetBytes(facts.RootIsEmpty ? member : member + ","));

    private static void Add(ref List<BodyEdit>? edits, JsonSpan place, byte[] replacement) =>
        (edits ??= new List<BodyEdit>(3)).Add(new BodyEdit(place.Offset, place.Length, replacement));

    /// <summary>The quoted name alone: the reader's property token runs on through the colon.</summary>
    private static JsonSpan Name(ReadOnlySpan<byte> body, JsonSpan key) => key with { Length = body.Slice(key.Offset, key.Length).LastIndexOf((byte)'"') + 1 };

    private static int? Min(int? caller, int? ours) => (caller, ours) switch
    {
        (null, _) => ours,
        (_, null) => caller,
        _ => Math.Min(caller.Value, ours.Value),
    };

    private static string Quote(string text) => "\"" + JsonEncodedText.Encode(text) + "\"";
}
