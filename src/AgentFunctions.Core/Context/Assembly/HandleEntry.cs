using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>What one handle stands for, while messages are added to it.</summary>
internal sealed class HandleEntry(string handle, ReadOnlyMemory<byte> bytes, string mediaType, ContentLabel label)
{
    private readonly List<string> _refs = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private ContentLabel _label = label;

    public string Handle => handle;

    public void Add(ContextItem item)
    {
        if (!_known.Add(item.Source.Ref)) return;
        _refs.Add(item.Source.Ref);
        _label = Least(_label, item.Source.Label);
    }

    public HandleContent ToContent() => new(handle, bytes, mediaType, _label, _refs);

    /// <summary>The label of what holds both.</summary>
    public static ContentLabel Least(ContentLabel left, ContentLabel right) => new(
        (Integrity)Math.Min((int)left.Integrity, (int)right.Integrity), (Confidentiality)Math.Max((int)left.Confidentiality, (int)right.Confidentiality));
}
