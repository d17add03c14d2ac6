using System.Text;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>The handles of one assembly: minted once for each content, and what each stands for.</summary>
internal sealed class HandleBook(IHandleMint mint)
{
    private readonly Dictionary<string, HandleEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _mentioned = [];
    private readonly Dictionary<string, HandleEntry> _byText = new(StringComparer.Ordinal);

    /// <summary>What handles stand for, of those that a context names.</summary>
    public IReadOnlyList<HandleContent> Named(IEnumerable<string> handles) => [.. handles.Concat(_mentioned).Distinct(StringComparer.Ordinal).Select(handle => _entries[handle].ToContent())];

    /// <summary>What one handle stands for.</summary>
    public HandleContent Content(string handle) => _entries[handle].ToContent();

    /// <summary>A context names this handle besides those in place of messages, so it must stand for something.</summary>
    public void Mention(string handle) => _mentioned.Add(handle);

    /// <summary>What was mentioned so far is written anew.</summary>
    public void ForgetMentioned() => _mentioned.Clear();

    /// <summary>The handle of a message's text.</summary>
    public string OfText(ContextItem item)
    {
        if (!_byText.TryGetValue(item.Text!, out var entry))
        {
            entry = Enter(Encoding.UTF8.GetBytes(item.Text!), HandleContent.Text, item);
            _byText[item.Text!] = entry;
        }

        entry.Add(item);
        return entry.Handle;
    }

    /// <summary>The handle of whole messages.</summary>
    public string OfMessages(IReadOnlyList<ContextItem> items)
    {
        var entry = Enter(MessageWriter.Array(items.Select(static item => item.Source.Message)), HandleContent.Messages, items[0]);
        foreach (var item in items) entry.Add(item);
        return entry.Handle;
    }

    private HandleEntry Enter(byte[] bytes, string mediaType, ContextItem first)
    {
        var handle = mint.Mint(bytes);
        if (!_entries.TryGetValue(handle, out var entry)) _entries[handle] = entry = new HandleEntry(handle, bytes, mediaType, first.Source.Label);
        return entry;
    }
}
