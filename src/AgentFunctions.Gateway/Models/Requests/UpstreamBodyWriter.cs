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
        var limit = Min(facts.OutputLimit, call.OutputLimit);
        if (limit is null) return;
        var field = call.Operation == ModelOperation.Responses ? "max_output_tokens" : target.OutputLimitField;
        if (!facts.OutputLimitKey.IsPresent)
        {
            Insert(ref edits, facts, string.Create(CultureInfo.InvariantCulture, $"\"{field ?? "max_completion_tokens"}\":{limit}"));
            return;
        }

        if (field is not null && !KeyIs(call.Body.Span, facts.OutputLimitKey, field)) Add(ref edits, Name(call.Body.Span, facts.OutputLimitKey), Encoding.UTF8.GetBytes(Quote(field)));
        if (limit != facts.OutputLimit) Add(ref edits, facts.OutputLimitValue, Encoding.UTF8.GetBytes(limit.Value.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>A new first member. Several insertions at the same place keep their order and each brings its comma.</summary>
    private static void Insert(ref List<BodyEdit>? edits, ModelRequestFacts facts, string member) =>
        Add(ref edits, new JsonSpan(facts.RootOffset + 1, 0), Encoding.UTF8.GetBytes(facts.RootIsEmpty ? member : member + ","));

    private static void Add(ref List<BodyEdit>? edits, JsonSpan place, byte[] replacement) =>
        (edits ??= new List<BodyEdit>(3)).Add(new BodyEdit(place.Offset, place.Length, replacement));

    private static bool KeyIs(ReadOnlySpan<byte> body, JsonSpan key, string field)
    {
        var name = Name(body, key);
        return body.Slice(name.Offset + 1, name.Length - 2).SequenceEqual(Encoding.UTF8.GetBytes(field));
    }

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
