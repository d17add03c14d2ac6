using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>
/// The most input tokens a provider can report for a call. A token is at least one byte of text, so the body's bytes bound its text; what counts more tokens than it has bytes (images, documents, tools
/// laid out anew, what the provider adds by itself) has an allowance. docs/tokens.md has the reasons.
/// </summary>
internal sealed class InputBound(TokenCounter counter)
{
    /// <summary>What a template writes around a message or a tool: about 4, and 12.</summary>
    private const int TokensAMessage = 16;

    private const int TokensATool = 16;

    /// <summary>What a provider writes around all messages.</summary>
    private const int TokensACall = 64;

    /// <summary>What some providers say to the model about tools: up to 530 tokens.</summary>
    private const int TokensForTools = 1024;

    /// <summary>A cut word hides at most this many tokens.</summary>
    private const int TokensACut = 2;

    /// <summary>From sizes alone, without counting. Never above the model's <see cref="ModelSpec.MaxInputTokens"/>.</summary>
    public static long OfBytes(ModelCall call) => Cap(call, (call.Body.Length - call.Facts.InlineImageBytes) + call.Facts.LaidOutBytes + Allowances(call));

    /// <summary>From the tokens counted, never above <see cref="OfBytes"/>; null where the encoding of a target is not known, or the body is too long to be counted. Takes time: about 0.3 ms per 1,000 tokens.</summary>
    public long? OfTokens(ModelCall call)
    {
        if (call.Body.Length - call.Facts.InlineImageBytes > RequestTokenReader.MostBytes || TokenEncodings.Of(call) is not { } encodings) return null;
        var most = 0L;
        foreach (var encoding in encodings)
        {
            var tokens = RequestTokenReader.Count(counter, encoding, call.Body.Span);

            // A provider may lay tools out with spaces and line ends between the signs: at most as many again.
            most = Math.Max(most, tokens.Text + (2 * tokens.Layout) + tokens.Labels + (TokensACut * tokens.Cuts));
        }

        return Math.Min(OfBytes(call), Cap(call, most + Allowances(call)));
    }

    /// <summary>What is counted for images, documents and the tools a provider runs: no one can tell from the request.</summary>
    internal static long Media(ModelCall call, int tokensEach) => tokensEach * (call.Facts.MediaParts + ((long)ModelSpec.DocumentWeight * call.Facts.DocumentParts));

    private static long Allowances(ModelCall call)
    {
        var facts = call.Facts;
        var model = call.ModelResource?.Spec ?? Undeclared;
        return TokensACall + ((long)TokensAMessage * facts.MessageCount) + ((long)TokensATool * facts.ToolCount) + (facts.LaidOutBytes > 0 ? TokensForTools + facts.LaidOutLineTokens : 0)
            + Media(call, model.MediaTokens ?? ModelSpec.DefaultMediaTokens) + (facts.HostedToolCount > 0 ? model.HostedToolTokens : 0) + call.InheritedTokens;
    }

    /// <summary>Of embeddings every entry of the input has a context window of its own.</summary>
    private static long Cap(ModelCall call, long bound) => call.ModelResource?.Spec.MaxInputTokens is { } window
        ? Math.Min(bound, call.Operation == ModelOperation.Embeddings ? (long)window * Math.Max(1, call.Facts.MessageCount) : window)
        : bound;

    private static ModelSpec Undeclared { get; } = new();
}
