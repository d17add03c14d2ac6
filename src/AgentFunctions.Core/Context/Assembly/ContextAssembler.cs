using System.Text.Json;
using AgentFunctions.Core.Context.Compression;
using AgentFunctions.Core.Context.Metrics;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>
/// Assembles the context of a call: slots in their order, compressed by the layers, within every budget. Pure: the same input gives the same output. Thread-safe; linear in the content. One for all
/// tenants: it remembers token counts by digests of content, nothing else.
/// </summary>
public sealed class ContextAssembler(ITokenMeter meter)
{
    private readonly TokenCounts _counts = new(meter);

    /// <summary>The context; or <c>context_too_large</c> naming the slot and its tokens when what must stay does not fit; or <c>invalid_request</c> for messages no context can be made of.</summary>
    /// <param name="input">What it is assembled from.</param>
    /// <param name="mint">Names what is left out.</param>
    public Outcome<AssembledContext> Assemble(ContextInput input, IHandleMint mint)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(mint);
        if (InputCheck.Find(input) is { } invalid) return invalid;
        var slots = SlotList.Of(input);
        var clock = new ContextClock();
        var reader = new MessageReader(_counts, input.Model, clock);
        List<ContextItem> items = [.. input.Messages.Select((message, index) => Place(reader.Read(index, message), slots))];
        var units = ContextOrder.Of(items, slots);
        if (items.Find(static item => item is { Form: ContextForm.LeftOut, Pinned: true }) is { } unpaired) return InputCheck.Unpaired(unpaired);

        var book = new HandleBook(mint);
        var renderer = new ItemRenderer(book, _counts, input);
        if (input.Previous is { } previous) Recall(units, previous);
        else new TurnReplay(units, slots, renderer, new LeftOutNote(units, book, _counts, input), input, clock).Run();
        var notes = new LeftOutNote(units, book, _counts, input);
        var reducer = new ContextReducer(units, renderer, input, notes);
        var repeats = input.Previous?.Repeats ?? RepeatsOf(items);

        // What was left out to fit may be what a repetition refers to. That one then stands for itself, and all is made to fit once more; each time around something more was left out, so it ends.
        do
        {
            book.ForgetMentioned();
            new Repetitions(input.Options, repeats).Find(units);
            Batches.Apply(units, renderer, input.Options);
            if (reducer.Reduce(slots) is { } tooLarge) return tooLarge;
            repeats = RepeatsOf(items);
        }
        while (items.Exists(static item => item.RefersToNothing));
        return Finish(items, units, slots, notes.Write(), book, input);
    }

    /// <summary>What a message costs as it is.</summary>
    /// <param name="message">The message.</param>
    /// <param name="model">Whose tokens are counted; null: the newest vocabulary.</param>
    public int Count(ContextMessage message, string? model)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new MessageReader(_counts, model, new ContextClock()).Read(0, message).TokensBefore;
    }

    private static ContextItem Place(ContextItem item, IReadOnlyList<ContextSlot> slots)
    {
        item.Slot = SlotList.Find(slots, item);

        // What an application tells the model without naming a slot are its instructions: nothing an agent does may push them out.
        item.Pinned = item.Source.Pinned || item.Slot.Pinned || (item.Source.Slot is null && item.Role is ("system" or "developer"));
        return item;
    }

    /// <summary>What was reduced for a context before this one stays so: the provider has those bytes in its cache.</summary>
    private static void Recall(List<ContextUnit> units, ContextState previous)
    {
        foreach (var unit in units)
        {
            if (unit.Pinned || unit.LeftOut) continue;
            foreach (var item in unit.Items) item.Form = previous.Forms.GetValueOrDefault(item.Source.Ref);
            if (unit.Items.Exists(static item => item.Form == ContextForm.LeftOut)) unit.LeaveOut(DropReasons.Budget);
        }
    }

    private static AssembledContext Finish(
        List<ContextItem> items, List<ContextUnit> units, IReadOnlyList<ContextSlot> slots, IReadOnlyList<LeftOutGroup> left, HandleBook book, ContextInput input)
    {
        List<AssembledMessage> messages = [];
        foreach (var unit in units)
        {
            messages.AddRange(left.Where(group => group.Before == unit).SelectMany(static group => group.Shown));
            if (!unit.LeftOut) messages.AddRange(unit.Items.Select(ToMessage));
        }

        var dropped = items.Select(ToDropped).OfType<DroppedContent>().ToList();
        var before = items.Sum(static item => item.TokensBefore);
        var after = messages.Sum(static message => message.Tokens);
        var sent = messages.Select(Prefixes.ToSent).ToList();
        var forms = items.Where(static item => item.Form != ContextForm.Whole).ToDictionary(static item => item.Source.Ref, static item => item.Form, StringComparer.Ordinal);
        return new AssembledContext(
            messages, SlotList.Count(slots, items, left.SelectMany(static group => group.Shown)), before, after, dropped, book.Named(dropped.Select(static drop => drop.Handle)),
            Prefixes.Compare(input.Previous, sent), new ContextState(forms, sent) { Repeats = RepeatsOf(items) }, PollutionMeter.Measure(items))
        {
            LeftOut = left.FirstOrDefault(static group => group.Before is { IsSlot: false }) is { } said ? book.Content(said.Handle) : null,
        };
    }

    private static Dictionary<string, string> RepeatsOf(List<ContextItem> items) =>
        items.Where(static item => item.Repeats is not null).ToDictionary(static item => item.Source.Ref, static item => item.Repeats!.Source.Ref, StringComparer.Ordinal);

    private static AssembledMessage ToMessage(ContextItem item)
    {
        JsonElement message = item.Rendered is { } rendered ? MessageWriter.WithText(item.Source.Message, rendered.Text) : item.Source.Message;
        return new AssembledMessage(item.Source.Ref, message, item.Source.Label, item.Slot.Name, item.Tokens);
    }

    private static DroppedContent? ToDropped(ContextItem item)
    {
        if (item.Form == ContextForm.LeftOut) return new DroppedContent(item.Source.Ref, item.LeftOutHandle!, item.LeftOutReason, item.TokensBefore, 0);
        return item.Rendered is { } rendered ? new DroppedContent(item.Source.Ref, rendered.Handle, rendered.Reason, item.TokensBefore, item.Tokens) : null;
    }
}
