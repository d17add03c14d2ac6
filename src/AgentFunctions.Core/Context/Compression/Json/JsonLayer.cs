using System.Buffers;
using System.Text;
using AgentFunctions.Core.Context.Assembly;

namespace AgentFunctions.Core.Context.Compression.Json;

/// <summary>
/// JSON written shorter: no layout, no nulls and empties, arrays of objects as columns and rows with what is the same in every row said once, fields that are known to be unused left out. Every
/// value that stays is written as it was, digit by digit.
/// </summary>
internal sealed class JsonLayer : ITextLayer
{
    public string Reason => DropReasons.Projected;

    public string Says => "JSON without nulls and empties, lists of objects as columns and rows, `all` holding what every row has";

    public string? Apply(ResultText result, IReadOnlyCollection<string>? usedFields)
    {
        // Which of two values under one name holds, nobody knows: such a text stays as it is.
        if (result.Json is not { } json || result.RepeatsNames) return null;
        var buffer = new ArrayBufferWriter<byte>(Math.Max(256, result.Text.Length / 2));
        var fields = new FieldChoice(usedFields);
        new JsonProjector(buffer, fields).Write(json);
        var text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        return !fields.LeavesOut ? text : $"(fields left out: {string.Join(", ", fields.LeftOut)})\n{text}";
    }
}
