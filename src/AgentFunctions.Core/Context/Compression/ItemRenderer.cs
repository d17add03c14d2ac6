using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression.Synopses;

namespace AgentFunctions.Core.Context.Compression;

/// <summary>Writes what stands in place of a message's text, in the form it is in.</summary>
internal sealed class ItemRenderer(HandleBook book, TokenCounts counts, ContextInput input)
{
    /// <summary>What a layer must save, in tokens: less is not worth a handle.</summary>
    private const int LeastSaved = 16;

    private readonly CompressionOptions _options = input.Options;

    public void Render(ContextItem item, ContextForm form)
    {
        item.Form = form;
        Render(item);
    }

    public void Render(ContextItem item)
    {
        if (item.Pinned || item.Text is null || item.Form == ContextForm.LeftOut) return;
        if (item.RenderedFor == (item.Form, item.SameAs, item.Superseded)) return;

        // What refers to a message that is nearly the same is written each time: it names the handle of that one too.
        item.RenderedFor = item.NearTo is null ? (item.Form, item.SameAs, item.Superseded) : null;
        item.Rendered = item.IsResult ? RenderResult(item) : item.Form == ContextForm.Whole ? null : Summarise(item);
    }

    private Rendering? RenderResult(ContextItem item)
    {
        if (item.SameAs is { } same) return Shorter(item, $"[{book.OfText(item)}: the same text as {Name(same)} earlier{Returns("it")}]", DropReasons.Duplicate);
        item.Result ??= new ResultText(item.Text!);
        return item.Form switch
        {
            ContextForm.Whole => Whole(item),
            ContextForm.Condensed => Condense(item),
            _ => Shorter(item, ResultSynopsis.Line(item, book.OfText(item), Returns("it")), item.Superseded ? DropReasons.Superseded : DropReasons.Stale),
        };
    }

    private Rendering? Whole(ContextItem item)
    {
        if (item.NearTo is { } near && Difference.Of(near.Result ??= new ResultText(near.Text!), item.Result!) is { } difference)
        {
            var words = $"[{book.OfText(item)}: as {Name(near)} earlier ({book.OfText(near)}), but for the lines below{Returns("either")}]\n{difference}";
            if (Shorter(item, words, DropReasons.NearDuplicate) is { } rendering)
            {
                book.Mention(book.OfText(near));
                return rendering;
            }
        }

        if (LayerStack.For(item.Result!.Kind, _options) is not { } layer || item.TextTokens < 2 * LeastSaved) return null;
        return layer.Apply(item.Result, item.Source.UsedFields) is { } text
            ? Shorter(item, $"[{book.OfText(item)}: {layer.Says}{Returns("the original")}]\n{text}", layer.Reason)
            : null;
    }

    private Rendering? Condense(ContextItem item)
    {
        var synopsis = Shorter(item, ResultSynopsis.Of(item, book.OfText(item), _options.SynopsisTokens, Returns("all of it")), DropReasons.Condensed);

        // A layer that keeps every fact may be as short: then nothing is gained by a synopsis.
        if (synopsis is not null && synopsis.Tokens * 2 < item.TextTokens) return synopsis;
        var whole = Whole(item);
        return whole is not null && (synopsis is null || whole.Tokens <= synopsis.Tokens) ? whole : synopsis;
    }

    private Rendering? Summarise(ContextItem item) =>
        Shorter(item, $"[{book.OfText(item)}: shortened{Returns("all of it")}]\n{ProseSummary.Of(item.Text!, _options.SynopsisTokens * ResultSynopsis.CharsPerToken)}", DropReasons.Summarised);

    private Rendering? Shorter(ContextItem item, string text, string reason)
    {
        var tokens = counts.Count(input.Model, text);
        return tokens + LeastSaved <= item.TextTokens ? new Rendering(text, tokens, reason, book.OfText(item)) : null;
    }

    private string Returns(string what) => ExpandWords.Of(input.ExpandTool, what);

    private static string Name(ContextItem item) => item.Call is { } call ? $"{call.Name ?? "the result"} ({call.Id})" : "the result";
}
