using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Events;

/// <summary>
/// What an answer said so far, kept until somebody reports what it counts: each text in UTF-8 in a pooled array. Keeps at most <see cref="MostBytes"/>, more than any model's output; of what comes after that only the bytes are
/// counted, a token each. Not thread-safe.
/// </summary>
internal sealed class DeliveredText
{
    public const int MostBytes = 1024 * 1024;

    /// <summary>Texts kept apart: choices, tool calls, output items.</summary>
    public const int MostParts = 512;

    private readonly List<DeliveredPart> _parts = [];
    private DeliveredPart? _last;
    private int _kept;

    /// <summary>Texts in the order they began; empty once released.</summary>
    public IReadOnlyList<DeliveredPart> Parts => _parts;

    /// <summary>Bytes of everything but reasoning, escapes taken at their length on the wire.</summary>
    public long TextBytes { get; private set; }

    /// <summary>Bytes of reasoning.</summary>
    public long ReasoningBytes { get; private set; }

    /// <summary>Bytes within <see cref="TextBytes"/> that were not kept.</summary>
    public long TextBytesDropped { get; private set; }

    /// <summary>Bytes within <see cref="ReasoningBytes"/> that were not kept.</summary>
    public long ReasoningBytesDropped { get; private set; }

    /// <summary>The answer calls tools.</summary>
    public bool HasToolCalls { get; set; }

    public bool IsEmpty => TextBytes + ReasoningBytes == 0;

    /// <summary>The provider said in its answer that it failed.</summary>
    public bool HasError { get; set; }

    /// <summary>Adds the string under the reader; anything else is passed over.</summary>
    public void Append(in Utf8JsonReader json, DeliveredKind kind, int outer, int inner = 0)
    {
        if (json.TokenType == JsonTokenType.String) Append(json.ValueSpan, json.ValueIsEscaped, kind, outer, inner);
    }

    /// <summary>Gives the texts up; the figures stay.</summary>
    public void Release()
    {
        foreach (var part in _parts) part.Release();
        _parts.Clear();
        _last = null;
    }

    private void Append(ReadOnlySpan<byte> raw, bool isEscaped, DeliveredKind kind, int outer, int inner)
    {
        if (raw.IsEmpty) return;
        var isReasoning = kind == DeliveredKind.Reasoning;
        if (isReasoning) ReasoningBytes += raw.Length;
        else TextBytes += raw.Length;

        if (_kept + raw.Length <= MostBytes && Find(kind, outer, inner) is { } part)
        {
            part.Append(raw, isEscaped);
            _kept += raw.Length;
        }
        else if (isReasoning)
        {
            ReasoningBytesDropped += raw.Length;
        }
        else
        {
            TextBytesDropped += raw.Length;
        }
    }

    private DeliveredPart? Find(DeliveredKind kind, int outer, int inner)
    {
        if (_last is { } last && last.Is(kind, outer, inner)) return last;
        foreach (var part in _parts)
            if (part.Is(kind, outer, inner)) return _last = part;
        if (_parts.Count == MostParts) return null;
        _parts.Add(_last = new DeliveredPart(kind, outer, inner));
        return _last;
    }
}
