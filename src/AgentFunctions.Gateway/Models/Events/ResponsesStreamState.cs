using System.Text.Json;
using AgentFunctions.Gateway.Models.Answers;

namespace AgentFunctions.Gateway.Models.Events;

/// <summary>Follows a responses stream: it is complete when <c>response.completed</c>, <c>.incomplete</c> or <c>.failed</c> came. Some servers send <c>[DONE]</c> after it.</summary>
internal sealed class ResponsesStreamState : IStreamState
{
    public ModelUsage Usage { get; private set; }

    public bool IsUsageFinal { get; private set; }

    public DeliveredText Delivered { get; } = new();

    public string? Model => Terminal?.Model;

    public bool IsFinished { get; private set; }

    public bool IsDone => IsFinished;

    public AnswerFacts? Terminal { get; private set; }

    /// <summary>Sequence number of the last event, for an error event of ours.</summary>
    public int Sequence { get; private set; }

    public StreamStep Take(ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8)) return IsFinished ? StreamStep.Done : StreamStep.Incomplete;
        var json = new Utf8JsonReader(data);
        try
        {
            return ReadEvent(ref json, ref data);
        }
        catch (JsonException)
        {
            return StreamStep.Malformed;
        }
        catch (InvalidOperationException)
        {
            return StreamStep.Malformed;
        }
    }

    private StreamStep ReadEvent(ref Utf8JsonReader json, ref ReadOnlySpan<byte> text)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return StreamStep.Malformed;
        var step = StreamStep.Malformed;
        AnswerFacts? response = null;
        var piece = new ResponsesPiece();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("type"u8))
            {
                json.Read();
                step = Classify(ref json);
                piece.SetType(in json);
            }
            else if (json.ValueTextEquals("response"u8))
            {
                json.Read();
                piece.Response = json;
                response = ReadResponse(ref json, ref text);
            }
            else if (!piece.TryRead(ref json))
            {
                var isSequence = json.ValueTextEquals("sequence_number"u8);
                json.Read();
                if (isSequence && json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var sequence)) Sequence = sequence;
                json.Skip();
            }
        }

        if (json.Read()) return StreamStep.Malformed;
        piece.AddTo(Delivered);
        Delivered.HasError |= step == StreamStep.Error;
        if (response is { Usage.IsReported: true }) (Usage, IsUsageFinal) = (response.Usage, step == StreamStep.Terminal);
        if (step != StreamStep.Terminal) return step;
        if (response is null) return StreamStep.Malformed;
        if (!IsUsageFinal && Delivered.IsEmpty) AnswerTextReader.ReadMembers(ref piece.Response, Delivered);
        Delivered.HasToolCalls |= response.HasToolCalls;
        Delivered.HasError |= response.HasError;
        (IsFinished, Terminal) = (true, response);
        return step;
    }

    private static AnswerFacts? ReadResponse(ref Utf8JsonReader json, ref ReadOnlySpan<byte> text)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }

        var facts = new AnswerFacts();
        AnswerReader.ReadObject(ref json, ref text, facts);
        return facts;
    }

    private static StreamStep Classify(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String) return StreamStep.Malformed;
        if (json.ValueTextEquals("error"u8)) return StreamStep.Error;
        var isTerminal = json.ValueTextEquals("response.completed"u8) || json.ValueTextEquals("response.incomplete"u8) || json.ValueTextEquals("response.failed"u8);
        return isTerminal ? StreamStep.Terminal : StreamStep.Content;
    }
}
