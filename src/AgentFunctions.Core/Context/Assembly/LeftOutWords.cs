using System.Globalization;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>How a model is told that something was left out whole. How it comes back is said only where the model has the means.</summary>
/// <param name="tool">What brings content back; null: nothing that the model has.</param>
internal sealed class LeftOutWords(string? tool)
{
    /// <summary>No more than what, and the handle: there is no room for more.</summary>
    public bool AreFew { get; set; }

    public string OfConversation(int messages, string handle) => AreFew
        ? string.Create(CultureInfo.InvariantCulture, $"[{messages} left out: {handle}]")
        : string.Create(CultureInfo.InvariantCulture, $"[{messages} earlier {(messages == 1 ? "message was" : "messages were")} left out to fit. {handle} holds {It(messages)}{Returns(messages)}.]");

    public string OfSlots(IReadOnlyList<(string Slot, int Left, int All)> slots, string handle)
    {
        if (AreFew) return $"[{string.Join(", ", slots.Select(static slot => slot.Slot))} left out: {handle}]";
        var named = slots.Select(static slot => slot.Left == slot.All ? $"the slot '{slot.Slot}'" : string.Create(CultureInfo.InvariantCulture, $"{slot.Left} of {slot.All} messages of the slot '{slot.Slot}'"));
        var count = slots.Sum(static slot => slot.Left);
        return $"[Left out to fit: {string.Join(", ", named)}. {handle} holds {It(count)}{Returns(count)}.]";
    }

    private static string It(int count) => count == 1 ? "it" : "them";

    private string Returns(int count) => tool is null ? "" : $": {tool} returns {It(count)}";
}
