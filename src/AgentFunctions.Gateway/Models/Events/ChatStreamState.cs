using System.Text.Json;
using AgentFunctions.Gateway.Models.Answers;

namespace AgentFunctions.Gateway.Models.Events;

/// <summary>Follows a chat stream: it is complete when every choice that appeared has a finish reason and <c>[DONE]</c> came.</summary>
internal sealed class ChatStreamState : IStreamState
{
    private const int MaxChoices = 128;
    private readonly bool _stripUsage;
    private readonly DeliveredText _delivered;
    private readonly ChatTextReader _text;
    private UInt128 _seen;
    private UInt128 _finished;

    public ChatStreamState(bool stripUsage)
    {
        _stripUsage = stripUsage;
        _delivered = new DeliveredText();
        _text = new ChatTextReader(_delivered);
    }

    public DeliveredText Delivered => _delivered;

    public bool IsUsageFinal { get; private set; }

    public ModelUsage Usage { get; private set; }

    public string? Model { get; private set; }

    public bool IsFinished => _seen != 0 && (_seen & ~_finished) == 0;

    public bool IsDone { get; private set; }

    public AnswerFacts? Terminal => null;

    public StreamStep Take(ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8))
        {
            IsDone = IsFinished;
            return IsDone ? StreamStep.Done : StreamStep.Incomplete;
        }

        var json = new Utf8JsonReader(data);
        try
        {
            return ReadChunk(ref json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter: a lone surrogate where a name is read.
            return StreamStep.Malformed;
        }
    }

    private StreamStep ReadChunk(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return StreamStep.Malformed;
        var (choices, hasChoices, hasError, usage) = (0, false, false, default(ModelUsage));
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("choices"u8))
            {
                hasChoices = true;
                json.Read();
                if (json.TokenType != JsonTokenType.StartArray) return StreamStep.Malformed;
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    choices++;
                    if (!ReadChoice(ref json)) return StreamStep.Malformed;
                }
            }
            else if (json.ValueTextEquals("usage"u8))
            {
                json.Read();
                usage = UsageReader.Read(ref json);
            }
            else
            {
                var isError = json.ValueTextEquals("error"u8);
                var isModel = Model is null && json.ValueTextEquals("model"u8);
                json.Read();
                hasError |= isError && json.TokenType != JsonTokenType.Null;
                if (isModel && json.TokenType == JsonTokenType.String) Model = json.GetString();
                else json.Skip();
            }
        }

        if (json.Read()) return StreamStep.Malformed;
        _delivered.HasError |= hasError;
        if (hasError) return StreamStep.Error;
        if (!hasChoices && !usage.IsReported) return StreamStep.Malformed;
        if (!usage.IsReported) return StreamStep.Content;

        // Some providers send what it came to so far with every chunk: the last says all.
        (Usage, IsUsageFinal) = (usage, IsFinished);
        return choices == 0 && _stripUsage ? StreamStep.Strip : StreamStep.Content;
    }

    private bool ReadChoice(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject) return false;
        var (index, hasIndex, finished) = (0, false, false);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("index"u8))
            {
                json.Read();
                if (json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out index) || index is < 0 or >= MaxChoices) return false;
                hasIndex = true;
            }
            else if (json.ValueTextEquals("delta"u8))
            {
                json.Read();
                _text.Read(ref json, hasIndex ? index : JsonMember.FindIndexBehind(json) ?? 0);
            }
            else if (json.ValueTextEquals("finish_reason"u8))
            {
                json.Read();
                finished = json.TokenType == JsonTokenType.String && json.ValueSpan.Length > 0;
                json.Skip();
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        _seen |= UInt128.One << index;
        if (finished) _finished |= UInt128.One << index;
        return true;
    }
}
