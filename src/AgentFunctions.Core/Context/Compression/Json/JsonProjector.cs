using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentFunctions.Core.Context.Compression.Json;

/// <summary>Writes a value shorter. Values are copied raw, so that big numbers, escapes and half surrogates stay what they were.</summary>
internal sealed class JsonProjector(ArrayBufferWriter<byte> buffer, FieldChoice fields)
{
    /// <summary>Null, or nothing but quotes, brackets or braces.</summary>
    public static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => true,
        JsonValueKind.String => JsonMarshal.GetRawUtf8Value(value).Length == 2,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.GetPropertyCount() == 0,
        _ => false,
    };

    public void Write(JsonElement root) => Write(root, true);

    private void Write(JsonElement value, bool top)
    {
        if (value.ValueKind == JsonValueKind.Object) WriteObject(value, top);
        else if (value.ValueKind == JsonValueKind.Array) WriteArray(value);
        else buffer.Write(JsonMarshal.GetRawUtf8Value(value));
    }

    private void WriteObject(JsonElement value, bool top)
    {
        var separator = "{"u8;
        foreach (var member in value.EnumerateObject())
        {
            if (IsEmpty(member.Value)) continue;
            var name = JsonMarshal.GetRawUtf8PropertyName(member);
            if (member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) && !fields.Keeps(name)) continue;
            buffer.Write(separator);
            separator = top ? ",\n"u8 : ","u8;
            WriteName(name);
            Write(member.Value, false);
        }

        buffer.Write(separator[0] == (byte)'{' ? "{}"u8 : "}"u8);
    }

    private void WriteArray(JsonElement value)
    {
        if (RowTable.Read(value, fields) is { } table)
        {
            WriteTable(table);
            return;
        }

        var separator = "["u8;
        foreach (var element in value.EnumerateArray())
        {
            buffer.Write(separator);
            separator = ","u8;
            Write(element, false);
        }

        buffer.Write(separator[0] == (byte)'[' ? "[]"u8 : "]"u8);
    }

    private void WriteTable(RowTable table)
    {
        buffer.Write("{\"columns\":"u8);
        var separator = "["u8;
        foreach (var column in table.Columns)
        {
            buffer.Write(separator);
            buffer.Write("\""u8);
            buffer.Write(column.Name);
            buffer.Write("\""u8);
            separator = ","u8;
        }

        buffer.Write(separator[0] == (byte)'[' ? "[]"u8 : "]"u8);
        WriteConstants(table);
        buffer.Write(",\"rows\":["u8);
        for (var row = 0; row < table.Rows; row++) WriteRow(table, row);
        buffer.Write("]}"u8);
    }

    private void WriteConstants(RowTable table)
    {
        if (table.Constants.Count == 0) return;
        var separator = ",\"all\":{"u8;
        foreach (var column in table.Constants)
        {
            buffer.Write(separator);
            separator = ","u8;
            WriteName(column.Name);
            Write(table.Cell(0, column), false);
        }

        buffer.Write("}"u8);
    }

    private void WriteRow(RowTable table, int row)
    {
        buffer.Write(row == 0 ? "\n["u8 : ",\n["u8);
        var first = true;
        foreach (var column in table.Columns)
        {
            if (!first) buffer.Write(","u8);
            first = false;
            var cell = table.Cell(row, column);
            if (IsEmpty(cell)) buffer.Write("null"u8);
            else Write(cell, false);
        }

        buffer.Write("]"u8);
    }

    private void WriteName(ReadOnlySpan<byte> rawName)
    {
        buffer.Write("\""u8);
        buffer.Write(rawName);
        buffer.Write("\":"u8);
    }
}
